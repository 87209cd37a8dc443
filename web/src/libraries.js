// The shared libraries of a Python whose memory was kept after it had imported them.
//
// A memory names functions by their places in the table of WebAssembly, which is no part of it. So
// it is kept with a record: which libraries were loaded, and at which place which function stood.
// Emscripten keeps in Python's memory where a library has its data and its part of the table, for
// threads, which load it a second time; the same lets another browser load it where it was.

// Below this place each engine puts functions in an order of its own.
const FIRST = 16384;

/**
 * Give what libraries will be told of the program's functions places that are the same in every
 * engine. To be called before the first library is loaded; `own` is the size of the program's own
 * part of the table, which is the same anyway.
 */
export function makeRoom(Module, own) {
  const table = Module.wasmTable;
  if (table.length > FIRST) throw new Error(`the table has ${table.length} places already`);
  table.grow(FIRST - table.length);
  const moved = new Map();
  for (const { known } of functionsOfProgram(Module)) {
    const place = known.value;
    if (place === 0 || place < own || place >= FIRST) continue;
    if (!moved.has(place)) {
      moved.set(place, table.grow(1));
      Module.setWasmTableEntry(moved.get(place), table.get(place));
    }
    known.value = moved.get(place);
  }
}

/** What `reload` must know of the libraries that a Python has loaded since; to be kept as JSON. */
export function record(Module, own) {
  const loaded = Object.entries(Module.LDSO.loadedLibsByHandle).filter(([handle]) => handle !== "0");
  const ofProgram = functionsOfProgram(Module).map(({ name, known }) => [name, known.value]);
  const lost = ofProgram.find(([, place]) => place >= own && place < FIRST);
  if (lost) throw new Error(`${lost[0]} stands where engines differ`);
  const ofLibraries = loaded.map(([, { exports }]) => functionsOf(exports).map(
    ([name, value]) => [name, Module.getFunctionAddress(value)],
  ));
  // For the program and each library: names of functions and their places.
  const functions = [ofProgram, ...ofLibraries].map((each) => each.filter(([, place]) => place >= FIRST));

  const libraries = loaded.map(([handle, { name }]) => ({ handle: Number(handle), name }));
  const parts = libraries.map(({ handle }) => partOfTable(Module, handle));
  const named = new Set(functions.flat().map(([, place]) => place));
  const { length } = Module.wasmTable;
  for (let place = FIRST; place < length; place += 1) {
    const inPart = parts.some(([start, size]) => place >= start && place < start + size);
    if (!inPart && !named.has(place) && Module.wasmTable.get(place) !== null) {
      throw new Error(`the function at place ${place} of the table has no name to find it by`);
    }
  }
  return { libraries, length, functions };
}

/** The libraries of a record, compiled; `contents` maps their names to bytes. */
export function compiled(record, contents) {
  return Promise.all(record.libraries.map(({ name }) => WebAssembly.compile(contents.get(name))));
}

/**
 * Load the libraries of a record where they were, into a Python that holds the memory of then. The
 * memory is of use only when it is laid over once more: loading changes the libraries' data.
 */
export function reload(Module, { libraries, length, functions }, compiled) {
  const table = Module.wasmTable;
  if (table.length > FIRST) throw new Error(`the table has ${table.length} places already`);
  table.grow(length - table.length);
  // Each library asks for places of its own, one at a time; to grow a table is slow in WebKit.
  const spare = functions.flat().length + 2000;
  table.grow(spare);
  for (let place = length + spare; place > length; place -= 1) Module.freeTableIndexes.push(place - 1);

  const owners = [Module.LDSO.loadedLibsByHandle[0].exports];
  for (const [i, { handle, name }] of libraries.entries()) {
    const exports = Module.loadWebAssemblyModule(compiled[i], {}, name, undefined, handle);
    Module.newDSO(name, handle, exports).global = false;
    owners.push(exports);
  }
  for (const [i, exports] of owners.entries()) {
    for (const [name, place] of functions[i]) {
      Module.setWasmTableEntry(place, table.get(Module.addFunction(exports[name], exports[name].sig)));
    }
  }
}

function functionsOf(exports) {
  return Object.entries(exports).filter(([, value]) => typeof value === "function");
}

/** Functions of the program by name, with what libraries are told of their place. */
function functionsOfProgram(Module) {
  const named = functionsOf(Module.LDSO.loadedLibsByHandle[0].exports);
  return named.map(([name]) => ({ name, known: Module.GOT[name] })).filter(({ known }) => known !== undefined);
}

/** Start and size of a library's part of the table, as Emscripten's `struct dso` has them. */
function partOfTable(Module, handle) {
  return [Module.HEAPU32[(handle + 20) / 4], Module.HEAPU32[(handle + 24) / 4]];
}
