// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/check_in_rules.h"
#include "db/private_cluster.h"
#include "db/sign_in.h"
#include "tests/support/temp_directory.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace bayline::test {

/// A private PostgreSQL for the whole test program, gone with it, and a template of a small shop: settings, four
/// people, two desk PCs, a bay PC and a relay.
class TestCluster
{
public:
    static TestCluster& Instance();

    [[nodiscard]] db::PrivateCluster& Cluster() { return m_cluster; }
    [[nodiscard]] db::ConnectionSettings Owner(const std::string& database) const;
    [[nodiscard]] db::ConnectionSettings Device(const std::string& database, const std::string& device) const;
    /// A copy of the template under a new name.
    std::string CreateDatabase();
    void DropDatabase(const std::string& name);

private:
    TestCluster();
    ~TestCluster();
    void FillTemplate();

    TempDirectory m_directory{TempDirectory::For::OtherUsers};
    db::PrivateCluster m_cluster;
    std::map<std::string, std::string> m_passwords;
    int m_databases = 0;
};

struct TestPerson
{
    core::StaffMember member;
    std::string pin;
};

/// People of the template.
const TestPerson& Advisor();       ///< Li Na
const TestPerson& Technician();    ///< Zhang Wei
const TestPerson& Colleague();     ///< Wang Fang, a technician as well
const TestPerson& ManagerOnDuty(); ///< Chen Jie

/// Every test gets a database of its own, with the template's shop in it.
class PostgresTest : public testing::Test
{
protected:
    void SetUp() override;
    void TearDown() override;

    [[nodiscard]] db::ConnectionSettings OwnerSettings() const;
    /// "desk", "desk2", "bay" or "relay".
    [[nodiscard]] db::ConnectionSettings DeviceSettings(const std::string& device = "desk") const;
    [[nodiscard]] static db::Session SignInAs(db::Connection& connection, const TestPerson& person);

    std::string m_database;
};

} // namespace bayline::test
