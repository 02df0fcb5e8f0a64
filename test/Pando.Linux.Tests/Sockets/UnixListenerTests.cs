using System.Net.Sockets;
using Pando.Linux.Sockets;

namespace Pando.Linux.Tests.Sockets;

public sealed class UnixListenerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(10)]
    [InlineData(200)]
    public async Task Path_of_any_length_is_listened_at_and_connected_to(int length)
    {
        string directory = Directory.CreateDirectory(_folder.File(new string('d', length))).FullName;
        string path = Path.Combine(directory, new string('s', length));
        using Socket listener = UnixListener.Bind(path);

        using Socket client = await UnixConnect.ConnectAsync(path, Limit.Short);
        using Socket server = await listener.AcceptAsync(Limit.Token());
        await client.SendAsync("hello"u8.ToArray());
        byte[] buffer = new byte[16];

        Assert.Equal(5, await server.ReceiveAsync(buffer));
        Assert.Equal([path], Directory.GetFiles(directory));
    }

    [Fact]
    public void Mode_and_owner_are_as_asked_whatever_the_umask()
    {
        string path = _folder.File("s");
        bool root = Environment.IsPrivilegedProcess;
        const UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

        using Socket listener = UnixListener.Bind(path, new UnixListenerOptions { Mode = mode, Uid = root ? 65534 : null, Gid = root ? 65533 : null });

        Assert.Equal(mode, File.GetUnixFileMode(path));
        Files.FileStatusProbe.AssertOwner(path, root ? 65534u : null, root ? 65533u : null);
    }

    [Fact]
    public void A_dead_listeners_file_is_replaced()
    {
        string path = _folder.File("s");
        UnixListener.Bind(path).Dispose();
        Assert.True(File.Exists(path));

        using Socket listener = UnixListener.Bind(path);

        Assert.True(File.Exists(path));
    }

    [Fact]
    public void A_living_listener_is_not_pushed_aside()
    {
        string path = _folder.File("s");
        using Socket living = UnixListener.Bind(path);

        Assert.Equal(Errno.EADDRINUSE, Assert.Throws<SyscallException>(() => UnixListener.Bind(path)).Errno);
    }

    [Fact]
    public void Another_kind_of_file_is_not_replaced()
    {
        string path = _folder.File("s");
        File.WriteAllText(path, "mine");

        Assert.Equal(Errno.EEXIST, Assert.Throws<SyscallException>(() => UnixListener.Bind(path)).Errno);
        Assert.Equal("mine", File.ReadAllText(path));
    }

    [Fact]
    public void Missing_folder_is_named()
    {
        var failure = Assert.Throws<SyscallException>(() => UnixListener.Bind(_folder.File("no/s")));

        Assert.Equal(Errno.ENOENT, failure.Errno);
        Assert.Equal(_folder.File("no"), failure.Subject);
    }

    [Fact]
    public async Task Nobody_listening_is_refused_at_once()
    {
        string path = _folder.File("s");
        UnixListener.Bind(path).Dispose();

        Assert.Equal(
            Errno.ECONNREFUSED,
            (await Assert.ThrowsAsync<SyscallException>(() => UnixConnect.ConnectAsync(path, Limit.Short))).Errno);
        Assert.Equal(
            Errno.ENOENT,
            (await Assert.ThrowsAsync<SyscallException>(() => UnixConnect.ConnectAsync(_folder.File("none"), Limit.Short))).Errno);
    }

    [Fact]
    public async Task A_full_queue_is_waited_for_but_not_for_ever()
    {
        string path = _folder.File("s");
        using Socket listener = UnixListener.Bind(path, new UnixListenerOptions { Backlog = 0 });
        using Socket queued = await UnixConnect.ConnectAsync(path, Limit.Short);
        await Assert.ThrowsAsync<TimeoutException>(() => UnixConnect.ConnectAsync(path, TimeSpan.FromMilliseconds(50)));

        Task<Socket> waiting = UnixConnect.ConnectAsync(path, Limit.Short);
        using Socket first = await listener.AcceptAsync(Limit.Token());
        using Socket second = await waiting;

        Assert.True(second.Connected);
    }

    [Fact]
    public async Task Peer_is_known_by_process_and_user()
    {
        string path = _folder.File("s");
        using Socket listener = UnixListener.Bind(path);
        using Socket client = await UnixConnect.ConnectAsync(path, Limit.Short);
        using Socket server = await listener.AcceptAsync(Limit.Token());

        var peer = PeerCredentials.Of(server);

        Assert.Equal(new PeerCredentials(Environment.ProcessId, Libc.geteuid(), Libc.getegid()), peer);
        string own = File.ReadLines("/proc/self/status").Single(static line => line.StartsWith("Groups:", StringComparison.Ordinal));
        Assert.Equal(
            own["Groups:".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            PeerCredentials.GroupsOf(server).Select(static group => $"{group}"));
    }
}
