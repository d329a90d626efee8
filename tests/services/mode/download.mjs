// A client of the Stream Data Store in another language: node download.mjs BASE KEY HOME MODULE STREAM START STOP
// It lists, makes and deletes a session, follows the fetch of packets, and decodes them with a reader of its own.

const [base, key, home, module_, stream, start, stop] = process.argv.slice(2);
const place = `${base}/homes/${home}/smartModules/${module_}/streams/${encodeURIComponent(stream)}`;
const headers = { Authorization: `ModeCloud ${key}` };

async function call(method, path, body) {
  const reply = await fetch(place + path, { method, headers, body: body && JSON.stringify(body) });
  const text = await reply.text();
  return { status: reply.status, content: text ? JSON.parse(text) : null, range: reply.headers.get("vnd.tinkermode.range") };
}

function* packets(bytes) {
  let at = 0;
  const number = (width) => {
    let value = 0;
    for (const end = at + width; at < end; at += 1) value = value * 256 + bytes[at];
    return value;
  };
  const take = (length) => bytes.subarray(at, (at += length));
  const value = () => {
    const kind = bytes[at++];
    if (kind < 0x80) return kind;
    if (kind >= 0xa0 && kind <= 0xbf) return new TextDecoder().decode(take(kind & 0x1f));
    const widths = { 0xc4: 1, 0xc5: 2, 0xc6: 4, 0xcc: 1, 0xcd: 2, 0xce: 4, 0xd9: 1, 0xda: 2, 0xdb: 4 };
    if (!(kind in widths)) throw new Error(`neither text nor number nor bytes: ${kind}`);
    const found = number(widths[kind]);
    if (kind >= 0xcc && kind <= 0xce) return found;
    return kind >= 0xd9 ? new TextDecoder().decode(take(found)) : take(found);
  };
  while (at < bytes.length) yield { name: value(), index: value(), data: value() };
  if (at !== bytes.length) throw new Error("the body ends within a packet");
}

const status = await call("GET", "/status");
const made = await call("POST", "/sessions", { start: Number(start), stop: Number(start) });
const listed = await call("GET", `/sessions?start=${start}&stop=${start}`);
const deleted = await call("DELETE", `/sessions/${made.content.id}`);
const gone = await call("GET", `/sessions/${made.content.id}`);
const download = await fetch(`${place}/data?start=${start}&stop=${stop}`, { headers });
const found = [...packets(new Uint8Array(await download.arrayBuffer()))];

process.stdout.write(
  JSON.stringify({
    status,
    made,
    listed: listed.content.map((session) => session.id).includes(made.content.id),
    range: listed.range,
    deleted: deleted.status,
    gone,
    download: { status: download.status, redirected: download.redirected, type: download.headers.get("content-type") },
    names: [...new Set(found.map((packet) => packet.name))],
    indexes: found.map((packet) => packet.index),
    bytes: found.reduce((sum, packet) => sum + packet.data.length, 0),
    first: Buffer.from(found[0].data).toString("hex"),
  }),
);
