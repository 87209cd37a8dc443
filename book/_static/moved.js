// Leads on from an old address whose section is on another page now (book/moved.yml).

(() => {
  const script = document.currentScript;
  const sections = JSON.parse(script.dataset.moved);

  function leadOn() {
    const name = decodeURIComponent(location.hash.slice(1));
    if (Object.hasOwn(sections, name)) location.replace(sections[name]);
    else if (script.dataset.to) location.replace(script.dataset.to + location.hash);
  }

  leadOn();
  window.addEventListener("hashchange", leadOn);
})();
