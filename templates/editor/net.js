// What is asked of the program, one after the other, so that each change sees those before it.
const options = { cache: "no-store", credentials: "same-origin" };

const read = async (answer) => {
  const data = await answer.json().catch(() => ({}));
  return { status: answer.status, data };
};

export const get = async (name) => {
  const { status, data } = await read(await fetch(name, options));
  if (status !== 200) throw new Error(data.fault || String(status));
  return data;
};

// Gives `{ status, data }`; status 0 where nobody answers.
export const post = async (version, changes) => {
  const body = JSON.stringify({ version, changes });
  try {
    return await read(await fetch("changes", { ...options, method: "POST", headers: { "Content-Type": "application/json" }, body }));
  } catch {
    return { status: 0, data: {} };
  }
};

let last = Promise.resolve();
export const inTurn = (act) => {
  last = last.then(act, act);
  return last;
};
