// Blazor's script only sets classes on the dialog; this opens and closes it, and loads the page again when the server has forgotten the circuit.
const modal = document.getElementById("components-reconnect-modal");
const has = state => modal.classList.contains(`components-reconnect-${state}`);

new MutationObserver(() => {
  if (has("rejected")) location.reload();
  else if (has("hide")) {
    if (modal.open) modal.close();
  } else if ((has("show") || has("retrying") || has("failed")) && !modal.open) modal.showModal();
}).observe(modal, { attributes: true, attributeFilter: ["class"] });

document.getElementById("components-reconnect-button").addEventListener("click", async () => {
  try {
    if (!(await Blazor.reconnect())) location.reload();
  } catch {
    // Still no network: the dialog stays, the button can be pressed again.
  }
});
