// The demonstration page: its buttons open the widget, most of them with a question.
"use strict";

document.addEventListener("click", (event) => {
  const control = event.target.closest("[data-ask]");
  const widget = document.querySelector("zhijiangtong-widget");
  if (!control || !widget) return;
  if (control.dataset.ask) widget.ask(control.dataset.ask);
  else widget.open();
});
