// Which of the theme's rules a script can bring into force: those that ask for these attributes.
module.exports = {
  dynamicAttributes: [
    "aria-checked",
    "aria-current",
    "aria-expanded",
    "aria-hidden",
    "aria-selected",
    "data-mode",
    "data-theme",
    "disabled",
    "hidden",
    "open",
  ],
};
