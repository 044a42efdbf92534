// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "portal/postgres.h"
#include "tests/portal/shop_client.h"

#include <gtest/gtest.h>

#include <sys/types.h>

#include <string>
#include <vector>

namespace bayline::test {

/// bayline-portal as a process of its own on a free port.
class PortalProcess
{
public:
    PortalProcess() = default;
    ~PortalProcess();
    PortalProcess(const PortalProcess&) = delete;
    PortalProcess& operator=(const PortalProcess&) = delete;

    /// Starts it and waits until it listens; the same port again after the first time.
    void Start(const std::string& database, const std::vector<std::string>& more = {});
    /// SIGKILL. False when it had died by itself.
    bool Kill();
    /// What it printed, to its end; for the commands that are not `serve`.
    [[nodiscard]] static std::string Output(const std::vector<std::string>& arguments);

    [[nodiscard]] unsigned short Port() const { return m_port; }

private:
    pid_t m_pid = 0;
    unsigned short m_port = 0;
};

/// A fresh database, a portal on it, and a shop that is paired.
class PortalTest : public testing::Test
{
protected:
    void SetUp() override;
    void TearDown() override;

    /// A further shop, paired.
    [[nodiscard]] ShopClient NewShop(const std::string& name);
    [[nodiscard]] std::string NewCode(const std::vector<std::string>& arguments);
    void Restart();

    std::string m_database; ///< conninfo
    PortalProcess m_portal;
    ShopClient m_shop;
};

} // namespace bayline::test
