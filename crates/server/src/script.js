// A choice is shown at once; without this script the button does it. What changes something always takes its button.
for (const form of document.querySelectorAll("form.when, form.filters:not([method=post])")) {
  form.classList.add("live");
  form.addEventListener("change", () => form.requestSubmit());
}
