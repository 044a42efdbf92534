// SPDX-License-Identifier: GPL-3.0-or-later
// pg-transactional-outbox: its polling listener; the stream is the segment, which is its way to keep an order.
import { DatabaseSetupExporter, getDisabledLogger, initializeMessageStorage, initializePollingMessageListener } from "pg-transactional-outbox";
import { database, pool, post, serve, tuned } from "./common.mjs";

const config = {
    outboxOrInbox: "outbox",
    dbListenerConfig: database,
    settings: {
        dbSchema: "public", dbTable: "outbox", nextMessagesFunctionName: "next_outbox_messages",
        enableMaxAttemptsProtection: false, enablePoisonousMessageProtection: false,
        ...(tuned ? { nextMessagesBatchSize: 100, nextMessagesPollingIntervalInMs: 10 } : {}),
    },
};
const store = initializeMessageStorage(config, getDisabledLogger());

await serve({
    async setup() {
        await pool.query(DatabaseSetupExporter.createPollingScript({
            outboxOrInbox: "outbox", database: database.database, schema: "public", table: "outbox",
            listenerRole: database.user, nextMessagesSchema: "public", nextMessagesName: "next_outbox_messages",
        }, true));
    },
    async add(client, events) {
        for (const event of events) {
            await store({
                id: event.id, aggregateType: "work_order", aggregateId: event.stream, messageType: "changed",
                segment: event.stream, payload: event, createdAt: new Date().toISOString(),
            }, client);
        }
    },
    async waiting() {
        return Number((await pool.query("select count(*) as n from public.outbox where processed_at is null")).rows[0].n);
    },
    async work() {
        initializePollingMessageListener(config, { handle: (message) => post(message.payload) }, getDisabledLogger());
    },
});
