// Names and terms that were corrected, put into the glossary one by one.
const say = document.getElementById("say");
const list = document.getElementById("terms");

const add = async (form) => {
  const field = form.querySelector("input");
  const term = field.value.trim();
  if (!term) return;
  say.textContent = list.dataset.saving;
  let why = list.dataset.away;
  try {
    const answer = await fetch("glossary", {
      method: "POST",
      cache: "no-store",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ terms: [term] }),
    });
    if (answer.ok) {
      const row = form.closest("li");
      const next = (row.nextElementSibling || row.previousElementSibling)?.querySelector("input");
      row.remove();
      say.textContent = list.dataset.saved.replace("{term}", term);
      (next || document.getElementById("nazwy")).focus();
      return;
    }
    why = (await answer.json().catch(() => ({}))).fault || String(answer.status);
  } catch {
    // nobody answers: told below
  }
  say.textContent = list.dataset.failed.replace("{why}", why);
};

list.addEventListener("submit", (event) => {
  event.preventDefault();
  add(event.target);
});
