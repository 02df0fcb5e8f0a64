using System.Net.Sockets;
using System.Text;
using Pando.Linux.Systemd;

namespace Pando.Linux.Tests.Systemd;

public sealed class SystemdNotifyTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Messages_reach_the_socket_in_the_file_system_and_the_abstract_one(bool isAbstract)
    {
        using var folder = new TemporaryFolder();
        string address = isAbstract ? $"@pando-test-{Guid.NewGuid():N}" : folder.File("notify");
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(isAbstract ? $"\0{address[1..]}" : address));
        var notify = new SystemdNotify(address, null);

        Assert.True(notify.Ready("2 machines\nrunning"));
        Assert.True(notify.Watchdog());
        Assert.True(notify.Status("busy"));
        Assert.True(notify.Stopping());

        Assert.Equal("READY=1\nSTATUS=2 machines running", await ReceiveAsync(systemd));
        Assert.Equal("WATCHDOG=1", await ReceiveAsync(systemd));
        Assert.Equal("STATUS=busy", await ReceiveAsync(systemd));
        Assert.Equal("STOPPING=1", await ReceiveAsync(systemd));
    }

    [Fact]
    public void Nobody_listening_is_no_error()
    {
        Assert.False(new SystemdNotify(null, null).Ready());
        Assert.False(new SystemdNotify("/nowhere/notify", null).Ready());
        Assert.False(new SystemdNotify(null, TimeSpan.FromSeconds(1)).IsActive);
    }

    [Theory]
    [InlineData("30000000", null, 30)]
    [InlineData("30000000", "42", 30)]
    [InlineData("30000000", "43", null)]
    [InlineData("garbage", null, null)]
    [InlineData(null, null, null)]
    public void Watchdog_is_ours_only_when_it_is_meant_for_us(string? microseconds, string? pid, int? seconds)
    {
        var variables = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["NOTIFY_SOCKET"] = "/run/notify",
            ["WATCHDOG_USEC"] = microseconds,
            ["WATCHDOG_PID"] = pid,
        };

        TimeSpan? interval = SystemdNotify.From(variables.GetValueOrDefault, 42).WatchdogInterval;

        Assert.Equal(seconds is null ? null : TimeSpan.FromSeconds(seconds.Value), interval);
    }

    private static async Task<string> ReceiveAsync(Socket socket)
    {
        byte[] buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer, Limit.Token()));
    }
}
