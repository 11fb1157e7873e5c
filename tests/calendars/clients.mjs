// Prints what ical.js and node-ical read from each file named, as one JSON object.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import ical from "node-ical";

const moment = (date) => date.toISOString().replace(/\.\d+/, "").replaceAll(/[-:]/g, "");

const inIcalJs = (text) =>
  new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      start: moment(event.startDate.toJSDate()),
      end: moment(event.endDate.toJSDate()),
      title: event.summary,
      status: component.getFirstPropertyValue("status"),
      sequence: event.sequence,
    };
  });

const inNodeIcal = (text) =>
  Object.values(ical.sync.parseICS(text))
    .filter((component) => component.type === "VEVENT")
    .map((event) => ({
      uid: event.uid,
      start: moment(event.start),
      end: moment(event.end),
      title: event.summary,
      status: event.status,
      sequence: Number(event.sequence),
    }));

const result = {};
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  result[file] = { "ical.js": inIcalJs(text), "node-ical": inNodeIcal(text) };
}
console.log(JSON.stringify(result));
