// SPDX-License-Identifier: GPL-3.0-or-later
// What a play reads from the demo shop's database to choose its cars. It writes nothing.
import {execFileSync} from 'node:child_process';

function rows(owner, query) {
    const text = execFileSync('psql', ['-Atq', '-F', '|', owner, '-c', query], {encoding: 'utf8'}).trim();
    return text === '' ? [] : text.split('\n').map(row => row.split('|'));
}

/// Cars whose owners are known and that are not in the shop, the last visitor first: [plate, mileage].
export const knownCars = (owner, count) => rows(owner,
    `select v.plate, v.last_km from bayline.vehicle v where v.plate <> '' and not exists
       (select 1 from bayline.work_order o where o.vehicle_id = v.id and o.closed_at is null)
     order by v.last_visit_at desc nulls last limit ${count}`);

/// The first open order in a stage: {id, number, plate, model}; `where` narrows it, with o the order and v its car.
export function orderIn(owner, stage, where = 'true') {
    const [found] = rows(owner,
        `select o.id, o.number, v.plate, o.vehicle_model from bayline.work_order o join bayline.vehicle v on v.id = o.vehicle_id
         where o.stage = '${stage}' and ${where} order by o.number limit 1`);
    if (!found)
        throw new Error(`the demo shop has no order in “${stage}” where ${where}`);
    return {id: found[0], number: found[1], plate: found[2], model: found[3]};
}

/// The staff number of the technician who has the order.
export const technicianOf = (owner, order) => rows(owner,
    `select s.number from bayline.work_order o join bayline.staff s on s.id = o.technician_id where o.id = '${order.id}'`)[0]?.[0];

/// An order whose quote has a high-voltage line: {id, number, plate, model, line}.
export function highVoltageOrder(owner) {
    const order = orderIn(owner, 'quoting', `exists (select 1 from bayline.quote_line l where l.work_order_id = o.id
        and (l.line ->> 'hv')::boolean)`);
    const [[line]] = rows(owner, `select line_id from bayline.quote_line where work_order_id = '${order.id}'
        and (line ->> 'hv')::boolean`);
    return {...order, line};
}
