// <telegram-return callback="/…">: Telegram's older login comes back with #tgAuthResult=(base64 of JSON); the server takes it as a query.
class TelegramReturn extends HTMLElement {
  connectedCallback() {
    const state = new URLSearchParams(location.search).get("state") ?? "";
    const query = new URLSearchParams({ state });
    const result = new URLSearchParams(location.hash.slice(1)).get("tgAuthResult");
    try {
      const bytes = Uint8Array.from(atob(result.replaceAll("-", "+").replaceAll("_", "/")), c => c.charCodeAt(0));
      const fields = JSON.parse(new TextDecoder().decode(bytes));
      for (const [name, value] of Object.entries(fields)) query.set(name, value);
    } catch {
      query.set("error", "refused");
    }
    location.replace(`${this.getAttribute("callback")}?${query}`);
  }
}

customElements.define("telegram-return", TelegramReturn);
