// SPDX-License-Identifier: GPL-3.0-or-later
#include "sample_events.h"

#include "core/hash.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <cstdio>

namespace bayline::test {

namespace {

namespace json = boost::json;

constexpr const char* kStream = "work_order/01977a10-0000-7000-8000-000000000001";
constexpr const char* kPhotos = "photos/01977a10-0000-7000-8000-000000000001";

std::string Replaced(std::string text, const std::string& from, const std::string& to)
{
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
    }
    return text;
}

core::RecordedEvent Made(const char* stream, int publicSeq, const char* type, const std::string& data)
{
    const auto filled = Replaced(Replaced(data, "$P", kPrivate), "$C", std::to_string(kPrivateCost));
    return {.stream = stream,
            .seq = publicSeq + 3,
            .publicSeq = publicSeq,
            .type = type,
            .data = json::parse(filled).as_object(),
            .occurredAt = *core::ParseRfc3339("2026-11-22T09:14:03.120Z"),
            .actorName = kPrivate,
            .actorKind = "advisor",
            .device = kPrivate};
}

constexpr const char* kLine =
    R"({"line_id":"01977a10-0000-7000-8000-0000000000f1","kind":"part","description":"前制动片","quantity_milli":1000,
        "unit_price":68000,"discount_bp":0,"tax_bp":1300,"pay_type":"customer","operation_code":"$P","unit_cost":$C,
        "part":{"number":"45022","brand":"布雷博","origin":"意大利","kind":"oem","supplier":"$P"},
        "warranty":{"months":24,"km":40000},"item_id":"pad_front","position":1,"net":60177,"tax":7823,"gross":68000,
        "line_hash":"fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9","decision":"pending",
        "finding":{"item_id":"pad_front","name":"前制动片厚度","position":"LF","result":"red","note":"$P"},"later":"$P"})";

constexpr const char* kTotals =
    R"({"net":60177,"tax":7823,"gross":68000,"margin":$C,"tax_groups":[{"tax_bp":1300,"net":60177,"tax":7823,"cost":$C}]})";

core::RecordedEvent Opened()
{
    return Made(kStream, 1, "work_order.opened", R"({"number":"WO-2026-000123",
        "customer":{"id":"01977a10-0000-7000-8000-0000000000c1","name":"王$P","phone":"$P","note":"$P"},
        "vehicle":{"id":"01977a10-0000-7000-8000-0000000000e1","plate":"沪AD12345","vin":"$P012345","make":"比亚迪",
                   "model":"汉 EV","model_year":2023,"powertrain":"bev","engine_no":"$P"},
        "odometer":{"km":48210,"as_read":48210,"unit":"km"},"complaint":"刹车时有异响","promised_at":"2026-11-22T09:30:00Z",
        "advisor":{"id":"01977a10-0000-7000-8000-0000000000a1","name":"李娜","number":"$P"},"link_token":"$P",
        "phone_last4":"5678","shop":{"name":"青禾","address":"上海","phone":"021-5550 1234","bank_account":"$P"},
        "currency":"CNY","prices_include_tax":true,"internal":{"note":"$P"}})");
}

core::RecordedEvent Issued()
{
    return Made(kStream, 8, "invoice.issued",
                std::string(R"({"invoice_id":"01977a10-0000-7000-8000-000000000101","number":"INV-2026-000045",
        "supply_date":"2026-11-22","currency":"CNY","prices_include_tax":true,
        "seller":{"name":"青禾","address":"上海","phone":"021","tax_id":"9131","bank":"工商","bank_account":"6222","owner":"$P"},
        "buyer":{"name":"王小明","address":"","tax_id":"","phone":"$P","bank":"$P","bank_account":"$P"},
        "vehicle":{"plate":"沪AD12345","vin":"LC0CE6CB9N0012345","model":"汉 EV","km_in":48210,"km_out":48213,"engine_no":"$P"},
        "work_order_number":"WO-2026-000123","advisor_name":"李娜","technician_names":["陈刚",{"note":"$P"}],
        "complaint":"刹车","lines":[)") +
                    kLine + R"(],"totals":)" + kTotals +
                    R"(,"approvals":[{"line_id":"01977a10-0000-7000-8000-0000000000f1","channel":"app","by_name":"王",
        "decided_at":"2026-11-22T02:40:00Z","revision":1,"phone":"$P"}],
        "declined":[{"description":"后轮胎","gross":120000,"severity":"yellow","unit_cost":$C}],
        "warranty_text":"质保","old_parts":"returned","margin":$C})");
}

} // namespace

std::vector<core::RecordedEvent> OneOfEveryPublicType()
{
    return {
        Opened(),
        Made(kStream, 2, "work_order.stage_changed",
             R"({"from":"waiting_approval","to":"repairing","reason":"$P","promised_at":"","history":[
             {"stage":"received","at":"2026-11-22T01:14:03.120Z"},{"stage":"inspecting","at":"2026-11-22T01:31:40Z"},
             {"stage":"quoting","at":"2026-11-22T01:40:00Z"},{"stage":"waiting_approval","at":"2026-11-22T02:00:00Z"}],
             "odometer_out":{"km":1,"as_read":1,"unit":"km","note":"$P"},"on_account":false})"),
        Made(kStream, 3, "work_order.promise_changed",
             R"({"from":"2026-11-22T09:30:00Z","to":"2026-11-22T10:30:00Z","reason":"等待配件","note":"$P"})"),
        Made(
            kStream, 4, "inspection.published",
            R"({"inspection_id":"01977a10-0000-7000-8000-0000000000b1","overall":"red","not_checked":2,"by":"$P","items":[
             {"item_id":"pad_front","group":"制动","name":"前制动片","position":"LF","result":"red","value_milli":1800,
              "unit":"mm","note":"已到极限","by_hand":"$P","limits":{"x":"$P"},
              "photos":["2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"]}]})"),
        Made(kStream, 5, "quote.sent",
             std::string(R"({"quote_id":"01977a10-0000-7000-8000-0000000000d1","revision":1,
             "valid_until":"2026-11-29T09:00:00Z","currency":"CNY","prices_include_tax":true,"margin":$C,"lines":[)") +
                 kLine + R"(],"totals":)" + kTotals + R"(,"message":"建议一并更换"})"),
        Made(kStream, 6, "quote.withdrawn",
             R"({"quote_id":"01977a10-0000-7000-8000-0000000000d1","revision":1,"reason":"配件价格有误","by":"$P"})"),
        Made(kStream, 6, "quote.decided",
             R"({"decision_id":"01977a10-0000-7000-8000-0000000000d9","quote_id":"01977a10-0000-7000-8000-0000000000d1",
             "revision":1,"channel":"phone","by_name":"王先生","phone":"$P","decided_at":"2026-11-22T02:40:00Z",
             "total_seen":92000,"lines":[{"line_id":"01977a10-0000-7000-8000-0000000000f1","decision":"approve","note":"$P",
             "line_hash":"fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9"}]})"),
        Made(kStream, 7, "decision.outcome",
             R"({"decision_id":"01977a10-0000-7000-8000-0000000000d9","quote_id":"01977a10-0000-7000-8000-0000000000d1",
             "revision":1,"outcome":"accepted","why":"$P",
             "lines":[{"line_id":"01977a10-0000-7000-8000-0000000000f1","result":"applied","note":"$P"}]})"),
        Issued(),
        Made(
            kStream, 9, "payment.received",
            R"({"payment_id":"01977a10-0000-7000-8000-000000000201","invoice_id":"01977a10-0000-7000-8000-000000000101",
             "method":"wechat","amount":68000,"reference":"$P","paid_total":68000,"balance":0})"),
        Made(
            kStream, 9, "message.sent",
            R"({"message_id":"01977a10-0000-7000-8000-000000000511","text":"配件下午到，预计四点前能好。","by_name":"周敏",
             "later":"$P"})"),
        Made(kStream, 9, "deposit.received",
             R"({"payment_id":"01977a10-0000-7000-8000-000000000202","method":"voucher","amount":20000,"reference":"$P",
             "paid_total":20000})"),
        Made(kStream, 9, "payment.refunded",
             R"({"payment_id":"01977a10-0000-7000-8000-000000000203","method":"cash","amount":68000,"reason":"$P",
             "reference":"$P","paid_total":0,"balance":0,"approved_by":{"id":"$P","name":"$P"}})"),
        Made(kStream, 9, "invoice.credited",
             std::string(R"({"credit_note_id":"01977a10-0000-7000-8000-000000000204","number":"CN-2026-000001",
             "invoice_id":"01977a10-0000-7000-8000-000000000101","invoice_number":"INV-2026-000045",
             "invoice_issued_at":"2026-11-22T03:00:00Z","reason":"开票信息有误","whole":true,"currency":"CNY",
             "prices_include_tax":true,"seller":{"name":"$P"},"buyer":{"name":"$P"},"lines":[)") +
                 kLine + R"(],"totals":)" + kTotals +
                 R"(,"rounding":0,"payable":68000,"paid_total":68000,"balance":-68000,
             "approved_by":{"id":"$P","name":"$P"}})"),
        Made(kPhotos, 1, "photo.added",
             R"({"photo_id":"01977a10-0000-7000-8000-000000000301","source_name":"$P","width":2048,"height":1536,
             "sha256":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae","bytes":412345,
             "thumb_sha256":"fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9","kind":"finding",
             "item_id":"pad_front","line_id":null,"caption":"左前","gps":"$P"})"),
        Made(kPhotos, 2, "photo.annotated",
             R"({"photo_id":"01977a10-0000-7000-8000-000000000301","width":2048,"height":1536,
             "sha256":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae","bytes":412345,
             "thumb_sha256":"fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9","kind":"finding",
             "item_id":"pad_front","line_id":null,"caption":"左前","hides":true,
             "marks":[{"kind":"blur","x1":0,"y1":0,"x2":10,"y2":10,"colour":"red","text":"$P"}]})"),
        Made(kStream, 4, "camera.opened",
             R"({"camera_id":"01977a10-0000-7000-8000-000000000701","title":"WO-2026-000123 · 沪AD12345",
             "token_sha256":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
             "expires_at":"2026-11-22T21:14:03Z","token":"$P","subjects":[{"kind":"finding",
             "item_id":"01976e5c-0001-7a11-8c00-000000000001","title":"制动片厚度 · 左前","note":"$P"},
             {"kind":"walk_round","title":"环车照片"}]})"),
        Made(kPhotos, 2, "photo.hidden",
             R"({"photo_id":"01977a10-0000-7000-8000-000000000301","reason":"拍错车辆","by":"$P"})"),
        Made(kPhotos, 3, "document.stored",
             R"({"document_id":"01977a10-0000-7000-8000-000000000401","kind":"invoice","number":"INV-2026-000045",
             "sha256":"baa5a0964d3320fbc0c6a922140453c8513ea24ab8fd0577034804a967248096","bytes":23456,
             "content_type":"application/pdf","path":"$P"})"),
        Made(kStream, 10, "work_order.state_sent",
             R"({"why":"$P","events":[{"type":"payment.received","at":"2026-11-22T09:14:03.120456Z","data":
             {"payment_id":"01977a10-0000-7000-8000-000000000201","invoice_id":"01977a10-0000-7000-8000-000000000101",
             "method":"wechat","amount":68000,"reference":"$P","paid_total":68000,"balance":0}},
             {"type":"work_order.note_added","at":"2026-11-22T09:14:03.120456Z","data":{"text":"$P"}}]})"),
        Made(kPhotos, 4, "photo.state_sent",
             R"({"why":"$P","events":[{"type":"document.stored","at":"2026-11-22T09:14:03Z","data":
             {"document_id":"01977a10-0000-7000-8000-000000000401","kind":"invoice","number":"INV-2026-000045",
             "sha256":"baa5a0964d3320fbc0c6a922140453c8513ea24ab8fd0577034804a967248096","bytes":23456,
             "content_type":"application/pdf","path":"$P"}}]})"),
        Made("till/01977a10-0000-7000-8000-000000000009", 1, "log.sealed",
             R"({"seal":3,"events":1205,"head":"2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
             "why":"$P"})"),
        Made(kStream, 11, "public.superseded", R"({"by":12,"why":"$P"})"),
    };
}

std::vector<core::RecordedEvent> PrivateTypes()
{
    std::vector<core::RecordedEvent> events;
    for (const char* type : {"work_order.complaint_changed",
                             "work_order.technician_assigned",
                             "work_order.note_added",
                             "inspection.started",
                             "inspection.item_recorded",
                             "quote.line_added",
                             "quote.line_changed",
                             "quote.line_removed",
                             "repair.clock_started",
                             "repair.clock_stopped",
                             "repair.line_finished",
                             "repair.line_reopened",
                             "quality.checked",
                             "rating.received",
                             "page.viewed",
                             "customer.created",
                             "customer.changed",
                             "vehicle.created",
                             "vehicle.changed",
                             "shop.settings_changed",
                             "staff.added",
                             "staff.changed",
                             "catalogue.item_put",
                             "checklist.published"}) {
        events.push_back(Made(kStream, 1, type, R"({"text":"$P","name":"$P","phone":"$P"})"));
    }
    return events;
}

core::RecordedEvent PaymentEvent(const std::string& stream, int publicSeq)
{
    auto event = Made(kStream, publicSeq, "payment.received",
                      R"({"payment_id":"01977a10-0000-7000-8000-000000000201","reference":"$P",
                      "invoice_id":"01977a10-0000-7000-8000-000000000101","method":"cash","balance":0})");
    event.stream = stream;
    event.data["amount"] = publicSeq;
    event.data["paid_total"] = publicSeq;
    return event;
}

core::RecordedEvent PhotoEvent(const std::string& stream, int publicSeq, const std::string& sha256,
                               const std::string& thumbSha256)
{
    auto event = Made(kPhotos, publicSeq, "photo.added",
                      R"({"photo_id":"01977a10-0000-7000-8000-000000000301","kind":"finding","source_name":"$P"})");
    event.stream = stream;
    event.data["sha256"] = sha256;
    event.data["thumb_sha256"] = thumbSha256;
    return event;
}

std::string StreamNumber(int number, const std::string& kind)
{
    char digits[13];
    std::snprintf(digits, sizeof digits, "%012d", number);
    return kind + "/01977a10-0000-7000-8000-" + digits;
}

} // namespace bayline::test
