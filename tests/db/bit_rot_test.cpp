// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that gives back other bytes than were written: noticed when read and by the nightly verify, in words, and
// cured by the copy of yesterday.
#include "core/failure.h"
#include "core/hash.h"
#include "db/devices.h"
#include "db/import.h"
#include "db/migrate.h"
#include "db/photos.h"
#include "db/verify.h"
#include "tests/support/postgres_fixture.h"
#include "tests/support/temp_directory.h"

#include <algorithm>
#include <fstream>
#include <set>

namespace bayline::test {

namespace {

namespace fs = std::filesystem;

std::vector<std::uint8_t> Picture()
{
    std::vector<std::uint8_t> bytes(60'000);
    for (std::size_t n = 0; n < bytes.size(); ++n) {
        bytes[n] = static_cast<std::uint8_t>((n * 2'654'435'761U) >> 13U);
    }
    return bytes;
}

class RottingDisk : public testing::Test
{
protected:
    void SetUp() override
    {
        m_cluster.Start();
        {
            db::Connection maintenance({.conninfo = m_cluster.OwnerConninfo("postgres")});
            db::CreateDatabase(maintenance, "shop");
        }
        db::Connection owner(Owner());
        db::Migrate(owner);
        m_password = db::AddDevice(owner, "desk", db::DeviceClass::Desk);
        m_sha256 = core::Sha256Hex(Picture());
        const auto bytes = Picture();
        owner.ExecuteScript("set search_path = bayline, pg_temp");
        owner.CallWithBytes("select bayline.put_blob($1, $2, $3)", {m_sha256, "image/jpeg"}, bytes.data(),
                            bytes.size());
    }

    [[nodiscard]] db::ConnectionSettings Owner() const { return {.conninfo = m_cluster.OwnerConninfo("shop")}; }

    [[nodiscard]] std::vector<std::uint8_t> Read() const
    {
        db::Connection desk({.conninfo = m_cluster.DeviceConninfo("shop", "desk", m_password)});
        return db::LoadBlob(desk, m_sha256);
    }

    /// What reading the picture says; empty when it is whole.
    [[nodiscard]] std::string SaidOnReading() const
    {
        try {
            return Read() == Picture() ? "" : "other bytes were believed";
        } catch (const core::Failure& failure) {
            return failure.Kind() == core::FailureKind::Corrupt ? failure.Sentence() : failure.what();
        }
    }

    [[nodiscard]] std::set<std::string> Broken() const
    {
        db::Connection owner(Owner());
        std::set<std::string> invariants;
        for (const auto& violation : db::Verify(owner)) {
            invariants.insert(violation.invariant);
        }
        return invariants;
    }

    TempDirectory m_directory{TempDirectory::For::OtherUsers};
    db::PrivateCluster m_cluster{{.directory = m_directory.Path() / "pg", .endWithProgram = true, .durable = false}};
    std::string m_password;
    std::string m_sha256;
};

} // namespace

TEST_F(RottingDisk, IsNoticedOnReadingAndByVerifyAndCuredFromACopy)
{
    ASSERT_EQ(SaidOnReading(), "");
    std::string file;
    {
        db::Connection owner(Owner());
        EXPECT_EQ(owner.Text("show data_checksums"), "on");
        file =
            owner.Text("select pg_relation_filepath(reltoastrelid) from pg_class where oid = 'bayline.blob'::regclass")
                .value_or("");
    }
    m_cluster.Stop();
    const auto data = m_directory.Path() / "pg/data";
    fs::copy(data / file, m_directory.Path() / "yesterday");
    {
        std::fstream page(data / file, std::ios::in | std::ios::out | std::ios::binary);
        page.seekp(5'000);
        const char flipped = static_cast<char>(page.peek() ^ 0x10);
        page.seekp(5'000);
        page.put(flipped);
        ASSERT_TRUE(page.good());
    }
    m_cluster.Start();
    EXPECT_NE(SaidOnReading().find("restore a backup"), std::string::npos) << SaidOnReading();
    EXPECT_TRUE(Broken().contains("blob.hash")) << "verify went on and named it";
    m_cluster.Stop();
    // Written over in place, so that the file keeps its owner.
    {
        std::ifstream from(m_directory.Path() / "yesterday", std::ios::binary);
        std::ofstream to(data / file, std::ios::binary);
        to << from.rdbuf();
    }
    m_cluster.Start();
    EXPECT_EQ(SaidOnReading(), "");
    EXPECT_TRUE(Broken().empty());
}

TEST_F(RottingDisk, BelowTheChecksumsIsNoticedByThePicturesOwnHash)
{
    {
        db::Connection owner(Owner());
        owner.ExecuteScript("alter table bayline.blob disable trigger all;"
                            " update bayline.blob set bytes = set_byte(bytes, 30000, get_byte(bytes, 30000) # 1)");
    }
    EXPECT_NE(SaidOnReading().find("damaged"), std::string::npos) << SaidOnReading();
    EXPECT_TRUE(Broken().contains("blob.hash"));
}

} // namespace bayline::test
