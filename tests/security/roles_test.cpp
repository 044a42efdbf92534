// SPDX-License-Identifier: GPL-3.0-or-later
// Who may write what: every event type there is, tried by a person in every role at every class of device. The table of
// the database says who may; the test tries it through the door everybody uses.
#include "core/failure.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/shop_day.h"

#include <set>

namespace bayline::test {

namespace {

class RoleMatrix : public PostgresTest
{
protected:
    static std::string Append(db::Connection& connection, const db::Session& session, const std::string& stream,
                              const std::string& type)
    {
        const auto appends =
            "[{\"stream\":\"" + stream + "\",\"expected_seq\":0,\"events\":[{\"type\":\"" + type + "\",\"data\":{}}]}]";
        try {
            static_cast<void>(connection.Json("api.append_events(:token, gen_random_uuid(), :appends::jsonb)",
                                              {{"token", session.token}, {"appends", appends}}));
            return "done";
        } catch (const core::Failure& failure) {
            return failure.Code();
        }
    }
};

} // namespace

TEST_F(RoleMatrix, EveryEventTypeIsRefusedToEveryRoleThatMayNotWriteIt)
{
    db::Connection owner(OwnerSettings());
    const auto types = owner.Rows("select type, kind, roles from bayline.event_type order by type");
    ASSERT_GT(types.size(), 30U);
    int refused = 0;
    int allowed = 0;
    for (const auto* device : {"desk", "bay"}) {
        db::Connection connection(DeviceSettings(device));
        for (const auto* person : {&Advisor(), &Technician(), &ManagerOnDuty()}) {
            const auto session = SignInAs(connection, *person);
            const auto roles = owner.Rows("select unnest(bayline.roles_of(:role)) as role",
                                          {{"role", std::string(core::ToWord(person->member.role))}});
            std::set<std::string> mine;
            for (const auto& row : roles) {
                mine.insert(std::string(row.at("role").as_string()));
            }
            for (const auto& row : types) {
                const std::string type(row.at("type").as_string());
                bool may = false;
                for (const auto& role : row.at("roles").as_array()) {
                    may = may || mine.contains(std::string(role.as_string()));
                }
                // A person's own clock runs in a stream of that person's.
                const auto entity = may && type.starts_with("unapplied.") ? person->member.id.value : core::NewUuid();
                const auto stream = std::string(row.at("kind").as_string()) + "/" + core::ToString(entity);
                const auto state = Append(connection, session, stream, type);
                if (may) {
                    ++allowed;
                    EXPECT_NE(state, "BL002") << person->member.name << " at " << device << ": " << type;
                } else {
                    ++refused;
                    EXPECT_EQ(state, "BL002") << person->member.name << " at " << device << ": " << type;
                }
            }
        }
    }
    EXPECT_GT(refused, 40);
    EXPECT_GT(allowed, 40);
}

TEST_F(RoleMatrix, NobodyWritesAsTheCustomerTheAdministratorOrWithoutSigningIn)
{
    db::Connection owner(OwnerSettings());
    for (const auto* device : {"desk", "bay", "relay"}) {
        for (const auto* function : {"api.admin_append(uuid, jsonb, boolean)", "api.admin_set_pin(uuid, text)"}) {
            EXPECT_EQ(owner.Text("select has_function_privilege(:role, :f, 'execute')::text",
                                 {{"role", std::string("dev_") + device}, {"f", function}}),
                      "false");
        }
    }
    EXPECT_EQ(owner.Text("select has_function_privilege('dev_desk', (select oid from pg_proc where proname ="
                         " 'append_customer_answer'), 'execute')::text"),
              "false");
    // A token is asked for by everything that writes through a device.
    EXPECT_EQ(owner.Text("select count(*)::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
                         " where n.nspname = 'api' and p.provolatile = 'v'"
                         " and has_function_privilege('dev_desk', p.oid, 'execute')"
                         " and not 'token' = any (coalesce(p.proargnames, '{}'))"
                         " and p.proname not in ('sign_in', 'sign_in_result', 'own_class', 'operation_result',"
                         " 'load_blob', 'daily_sheet', 'delivery_status', 'load_work_order')"),
              "0");
}

} // namespace bayline::test
