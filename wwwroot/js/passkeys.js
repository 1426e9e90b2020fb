// <passkey-form kind="signin|prove|add" options="…"> around a form: its button asks the browser for a passkey and posts the answer in the field
// [data-credential]. Without WebAuthn the whole thing hides. On the sign-in page the browser also offers passkeys in the field for the address.

class PasskeyForm extends HTMLElement {
  static observedAttributes = ["options"];

  connectedCallback() {
    this.hidden = !window.PublicKeyCredential?.parseRequestOptionsFromJSON;
    if (this.hidden) return;
    this.addEventListener("submit", this.ask);
    this.offer();
  }

  disconnectedCallback() {
    this.waiting?.abort();
  }

  attributeChangedCallback() {
    if (this.isConnected && this.waiting) this.offer();
  }

  get form() {
    return this.querySelector("form");
  }

  // Quietly, beside the passwords that the browser offers: no dialog until the reader chooses one.
  async offer() {
    if (this.getAttribute("kind") !== "signin" || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    this.waiting?.abort();
    const waiting = (this.waiting = new AbortController());
    try {
      this.post(await this.get({ mediation: "conditional", signal: waiting.signal }));
    } catch {
      // Another request took its place, or the reader chose none.
    }
  }

  ask = async event => {
    if (this.field.value) return;
    event.preventDefault();
    event.stopPropagation();
    this.waiting?.abort();
    this.failed.hidden = true;
    try {
      this.post(this.getAttribute("kind") === "add" ? await this.create() : await this.get({}));
    } catch {
      this.failed.hidden = false;
    }
  };

  get field() {
    return this.querySelector("[data-credential]");
  }

  get failed() {
    return this.querySelector("[data-failed]");
  }

  get options() {
    return JSON.parse(this.getAttribute("options"));
  }

  get(more) {
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(this.options), ...more });
  }

  create() {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(this.options) });
  }

  post(credential) {
    this.field.value = JSON.stringify(credential.toJSON());
    this.form.requestSubmit();
  }
}

customElements.define("passkey-form", PasskeyForm);
