"use strict";
(() => {
  const view = JSON.parse(document.getElementById("value").textContent);
  const at = (id) => document.getElementById(id);
  const make = (tag, attributes = {}, ...inside) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== undefined) node.setAttribute(name, value);
    }
    node.append(...inside.filter((part) => part !== null));
    return node;
  };
  const clock = (minute) => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
  const counted = (number, one) => `${number} ${one}${number === 1 ? "" : "s"}`;
  const marks = Object.fromEntries(view.marks.map((mark) => [mark.mark, mark]));
  const called = {};
  for (const each of view.patients) called[each.patient] = each.name ? `${each.patient} (${each.name})` : each.patient;
  for (const each of view.therapists) called[each.therapist] = each.name ? `${each.therapist} (${each.name})` : each.therapist;
  for (const each of view.groups) called[each.group] = each.title ? `${each.group} (${each.title})` : each.group;
  const name = (id) => called[id] || id;
  const types = [...new Set(view.sessions.map((one) => one.session_type))].sort((a, b) => (a < b ? -1 : 1));
  const tint = (one) => `t${types.indexOf(one.session_type) % 7}${one.group ? "" : " one"}`;
  const LAST = ["no room", "one to one"];
  const keys = {
    room: (one) => (one.resources.length ? one.resources : [LAST[0]]),
    therapist: (one) => one.therapists,
    group: (one) => [one.group || LAST[1]],
    patient: (one) => one.patients,
  };
  const everybody = {
    room: view.rooms.map((each) => each.resource),
    therapist: view.therapists.map((each) => each.therapist),
    group: view.groups.map((each) => each.group),
    patient: view.patients.map((each) => each.patient),
  };
  const label = (one) => [
    `${view.days[one.day].label}, ${clock(one.start)} to ${clock(one.end)}: ${one.title}`,
    one.therapists.length ? `with ${one.therapists.map(name).join(", ")}` : null,
    one.resources.length ? `in ${one.resources.join(", ")}` : "without a room",
    one.places ? `${one.patients.length} of ${one.places} places` : null,
    ...one.marks.map((mark) => marks[mark].word),
  ].filter((part) => part).join("; ");
  const texts = new Map(view.sessions.map((one) => [one, [
    one.session, one.session_type, one.group, one.title, one.mode, ...one.resources,
    ...one.therapists.map(name), ...one.patients.map(name), ...one.marks.map((mark) => marks[mark].word),
  ].join(" ").toLowerCase()]));

  const state = { span: "day", day: 0, by: "room", who: "", only: "", search: "" };
  const wanted = (one) => (!state.search || texts.get(one).includes(state.search)) && (
    !state.only || (state.only === "groups" ? one.group : state.only === "one" ? !one.group : one.marks.includes(state.only)));

  const sign = (mark) => make("span", { class: `m ${mark}` },
    make("span", { "aria-hidden": "true" }, marks[mark].sign), ` ${marks[mark].word}`);
  const block = (one) => {
    const link = make("a", { class: ["b", tint(one), one.end - one.start < 40 ? "brief" : "", ...one.marks].join(" "), href: "#session", "aria-label": label(one) },
      make("b", {}, clock(one.start)), ` ${one.title} `,
      one.places ? make("i", {}, `${one.patients.length}/${one.places} `) : null,
      make("i", {}, state.by === "therapist" ? one.resources.join(", ") : one.therapists.join(", ")), " ",
      ...one.marks.map(sign));
    link.addEventListener("click", (event) => { event.preventDefault(); tell(one, link); });
    if (!wanted(one)) link.classList.add("dim");
    return link;
  };
  const inLanes = (sessions) => {
    const result = [];
    let together = [];
    const flush = () => {
      const ends = [];
      const lanes = together.map((one) => {
        let lane = ends.findIndex((end) => end <= one.start);
        if (lane < 0) lane = ends.length;
        ends[lane] = one.end;
        return lane;
      });
      together.forEach((one, place) => result.push([one, lanes[place], ends.length]));
      together = [];
    };
    for (const one of [...sessions].sort((a, b) => a.start - b.start || a.end - b.end || (a.session < b.session ? -1 : 1))) {
      if (together.length && one.start >= Math.max(...together.map((each) => each.end))) flush();
      together.push(one);
    }
    flush();
    return result;
  };
  const SCALE = 1.35;
  const height = SCALE * (view.to_minute - view.from_minute);
  const column = (title, sessions) => {
    const list = make("ol", { style: `height:${height}px` });
    for (const [one, lane, lanes] of inLanes(sessions)) {
      list.append(make("li", {
        style: `top:${SCALE * (one.start - view.from_minute)}px;height:${SCALE * (one.end - one.start)}px;left:${(100 * lane) / lanes}%;width:${100 / lanes}%`,
      }, block(one)));
    }
    return make("div", { class: sessions.length ? "col" : "col empty", role: "group", "aria-label": `${title}, ${counted(sessions.length, "session")}` },
      make("h3", { class: "head", title }, title), list);
  };
  const timed = (columns) => {
    const hours = make("div", { class: "hours", "aria-hidden": "true" });
    for (let minute = view.from_minute; minute < view.to_minute; minute += 60) {
      hours.append(make("div", { style: `top:calc(1.75rem + ${SCALE * (minute - view.from_minute)}px)` }, clock(minute)));
    }
    return make("div", { class: "grid timed" }, hours, ...columns);
  };
  const sorted = (ids) => [...ids].sort((a, b) => LAST.includes(a) - LAST.includes(b) || (a < b ? -1 : 1));
  const ofDay = () => {
    const found = new Map();
    for (const one of view.sessions) {
      if (one.day !== state.day) continue;
      for (const key of keys[state.by](one)) {
        if (!state.who || key === state.who) found.set(key, [...(found.get(key) || []), one]);
      }
    }
    const shown = sorted(found.keys()).filter((key) => !(state.search || state.only) || found.get(key).some(wanted) || key.toLowerCase().includes(state.search || "\n"));
    return [timed(shown.map((key) => column(name(key), found.get(key)))), shown.length];
  };
  const daysShown = view.days.filter((day) => view.sessions.some((one) => one.day === day.day));
  const ofOne = () => [timed(daysShown.map((day) => column(day.label,
    view.sessions.filter((one) => one.day === day.day && keys[state.by](one).includes(state.who))))), daysShown.length];
  const rota = () => {
    const found = new Map();
    for (const one of view.sessions) {
      for (const key of keys[state.by](one)) found.set(key, [...(found.get(key) || []), one]);
    }
    const rows = sorted(found.keys()).filter((key) => !(state.search || state.only) || found.get(key).some(wanted));
    const body = make("tbody");
    for (const key of rows) {
      body.append(make("tr", {}, make("th", { scope: "row" }, name(key)), ...daysShown.map((day) => make("td", {},
        ...found.get(key).filter((one) => one.day === day.day && wanted(one)).map(block)))));
    }
    const head = make("tr", {}, make("th", { scope: "col" }, { room: "Room", therapist: "Therapist", group: "Group", patient: "Patient" }[state.by]),
      ...daysShown.map((day) => make("th", { scope: "col" }, day.label)));
    return [make("table", { class: "rota" }, make("thead", {}, head), body), rows.length];
  };
  const draw = () => {
    const [board, number] = state.span === "day" ? ofDay() : state.who ? ofOne() : rota();
    const place = at("drawn");
    const title = state.span === "day" ? view.days[state.day].label : state.who ? `Week of ${name(state.who)}` : "Whole week";
    const noun = state.span === "week" && !state.who ? "row" : "column";
    const matching = view.sessions.filter((one) => wanted(one) && (state.span === "week" || one.day === state.day)
      && (!state.who || keys[state.by](one).includes(state.who)));
    at("told").textContent = `${title}: ${counted(matching.length, "session")} in ${counted(number, noun)}.`;
    place.replaceChildren(make("div", { class: "board", role: "region", "aria-label": `Board, ${title}`, tabindex: "0" }, board));
    at("days").hidden = state.span === "week";
    at("days").classList.toggle("gone", state.span === "week");
  };
  const fill = () => {
    const held = new Set(view.sessions.flatMap((one) => keys[state.by](one)));
    at("who").replaceChildren(make("option", { value: "" }, "everybody's"),
      ...sorted(new Set([...everybody[state.by], ...held])).map((id) => make("option", { value: id }, name(id))));
    state.who = "";
  };
  const people = (kind, ids) => ids.flatMap((id, place) => {
    const known = at(`${kind}-${id}`);
    return [place ? ", " : "", known ? make("a", { href: `#${kind}-${id}` }, name(id)) : id];
  });
  let opener = null;
  const close = () => {
    at("session").hidden = true;
    if (opener && opener.isConnected) opener.focus();
  };
  const tell = (one, from) => {
    opener = from;
    const rows = [
      ["When", [`${view.days[one.day].label}, ${clock(one.start)}–${clock(one.end)}`]],
      ["Type", [one.session_type]],
      one.group ? ["Group", people("group", [one.group])] : null,
      ["With", people("therapist", one.therapists)],
      ["Where", one.resources.length ? people("room", one.resources) : [one.mode === "virtual" ? "online" : "no room"]],
      [one.places ? `Patients, ${one.patients.length} of ${one.places}` : "Patient", people("patient", one.patients)],
      one.remote.length && one.mode === "hybrid" ? ["Online", people("patient", one.remote)] : null,
      one.marks.length ? ["Marks", one.marks.flatMap((mark) => [sign(mark), " "])] : null,
      ...view.conflicts.filter((each) => each.sessions.includes(one.session)).map((each) => [each.title, [each.words]]),
      ["Id", [one.session]],
    ].filter((row) => row);
    const shut = make("button", { type: "button", "aria-label": "Close" }, "×");
    shut.addEventListener("click", close);
    at("session").replaceChildren(make("h3", {}, one.title), shut,
      make("dl", {}, ...rows.flatMap(([title, inside]) => [make("dt", {}, title), make("dd", {}, ...inside)])));
    at("session").hidden = false;
    at("session").focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !at("session").hidden) close();
  });
  at("session").addEventListener("click", (event) => {
    if (event.target.closest("a")) at("session").hidden = true;
  });

  const reveal = () => {
    const part = at(decodeURIComponent(location.hash.slice(1)));
    const own = part && part.closest("details");
    if (own) {
      own.open = true;
      own.scrollIntoView();
      own.querySelector("summary").focus({ preventScroll: true });
    }
  };
  const search = () => {
    state.search = at("search").value.trim().toLowerCase();
    let hits = 0;
    for (const row of document.querySelectorAll("table.filtered tbody tr, details.own")) {
      const fits = !state.search || row.textContent.toLowerCase().includes(state.search);
      row.classList.toggle("gone", !fits);
      if (fits) hits += 1;
    }
    at("hits").textContent = state.search ? counted(hits + view.sessions.filter(wanted).length, "hit") : "";
    draw();
  };
  const form = document.querySelector(".controls");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("change", (event) => {
    const { name: what, value } = event.target;
    if (what === "span") state.span = value;
    if (what === "day") state.day = Number(value);
    if (what === "by") { state.by = value; fill(); }
    if (event.target.id === "who") state.who = value;
    if (event.target.id === "only") state.only = value;
    draw();
  });
  const seek = document.querySelector(".search");
  seek.addEventListener("submit", (event) => event.preventDefault());
  seek.addEventListener("input", search);

  form.hidden = seek.hidden = at("drawn").hidden = false;
  form.reset();
  seek.reset();
  if (daysShown.length) state.day = daysShown[0].day;
  fill();
  draw();
  addEventListener("hashchange", reveal);
  reveal();
})();
