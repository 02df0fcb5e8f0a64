using System.Diagnostics;
using Pando.Linux.Sockets;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Qmp;

namespace Pando.Qemu.Tests.Arguments;

/// <summary>What the design of the descriptors stands on, tried on the real QEMU as an unprivileged user.</summary>
public sealed class DescriptorTests : IDisposable
{
    /// <summary>O_DIRECT of x86 Linux, as /proc/PID/fdinfo shows it.</summary>
    private const long OpenDirect = 0x4000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_that_QEMU_may_not_open_are_its_disks_all_the_same()
    {
        string image = await RawAsync("disk");
        // Nobody but the owner gets in; QEMU runs as somebody else where this process may do that.
        File.SetUnixFileMode(image, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using StartedQemu qemu = await StartAsync(Disk(image));

        BlockDriveInfo drive = Assert.Single(await qemu.Session.ExecuteAsync(new QueryBlock()));
        Assert.Equal(1 << 20, drive.Inserted!.Image.VirtualSizeBytes);
        Assert.False(drive.Inserted.Ro);
        Assert.Equal(0, await qemu.QuitAsync());
    }

    [Fact]
    public async Task A_second_QEMU_is_kept_from_a_disk_that_one_writes()
    {
        string image = await RawAsync("disk");
        await using StartedQemu first = await StartAsync(Disk(image));

        QemuDiedException refusal = await Assert.ThrowsAsync<QemuDiedException>(() => StartAsync(Disk(image)));
        Assert.Contains("Failed to get \"write\" lock", refusal.Message, StringComparison.Ordinal);
        refusal = await Assert.ThrowsAsync<QemuDiedException>(() => StartAsync(Disk(image) with { ReadOnly = true }));
        Assert.Contains("lock", refusal.Message, StringComparison.Ordinal);

        await first.QuitAsync();
        await using StartedQemu second = await StartAsync(Disk(image));
        Assert.Single(await second.Session.ExecuteAsync(new QueryBlock()));
    }

    [Fact]
    public async Task Two_may_write_what_both_call_shareable()
    {
        string image = await RawAsync("disk");
        DiskDevice shared = Disk(image) with { Shareable = true };
        await using StartedQemu first = await StartAsync(shared);
        await using StartedQemu second = await StartAsync(shared);

        Assert.Single(await second.Session.ExecuteAsync(new QueryBlock()));
    }

    [Fact]
    public async Task Two_stand_on_one_base_that_nobody_may_write_meanwhile()
    {
        string below = await ImageAsync("base.qcow2", "-f", "qcow2", _folder["base.qcow2"], "1M");
        DiskDevice one = await OverlayAsync("one.qcow2", below);
        DiskDevice other = await OverlayAsync("other.qcow2", below);
        await using StartedQemu first = await StartAsync(one);
        await using StartedQemu second = await StartAsync(other);

        BlockDriveInfo drive = Assert.Single(await second.Session.ExecuteAsync(new QueryBlock()));
        Assert.Equal("vda-0", drive.Inserted!.NodeName);
        DiskDevice written = Disk(below) with { Driver = new DiskDriver { Format = DiskFormat.Qcow2 } };
        await Assert.ThrowsAsync<QemuDiedException>(() => StartAsync(written));
    }

    [Theory]
    [InlineData(DiskCache.None, DiskIo.Native)]
    [InlineData(DiskCache.None, DiskIo.IoUring)]
    [InlineData(DiskCache.None, DiskIo.Threads)]
    [InlineData(DiskCache.DirectSync, null)]
    [InlineData(DiskCache.WriteThrough, null)]
    [InlineData(DiskCache.Unsafe, DiskIo.IoUring)]
    public async Task Every_cache_mode_and_way_of_requests_works_on_a_descriptor(DiskCache cache, DiskIo? io)
    {
        string image = await RawAsync("disk");
        var driver = new DiskDriver { Cache = cache, Io = io, Discard = DiskDiscard.Unmap, DetectZeroes = DetectZeroes.Unmap };
        await using StartedQemu qemu = await StartAsync(Disk(image) with { Driver = driver });
        await qemu.Session.ExecuteAsync(new Cont());

        bool direct = cache is DiskCache.None or DiskCache.DirectSync;
        Assert.NotEmpty(Flags(qemu.Pid, image));
        Assert.All(Flags(qemu.Pid, image), flags => Assert.Equal(direct, (flags & OpenDirect) != 0));
    }

    [Fact]
    public async Task Sockets_that_were_made_before_QEMU_take_clients()
    {
        await using StartedQemu qemu = await StartedQemu.StartAsync(
            TestMachine.With(devices => devices with
            {
                Serials = [new SerialDevice { Port = 0, Backend = new UnixBackend { Path = "/pretended" } }],
                Channels = [new ChannelDevice { Name = ChannelDevice.GuestAgentName, Address = new VirtioSerialAddress(0, 0, 1) }],
            }),
            _folder.Path);

        foreach (string alias in (string[])["serial0", "channel0"])
        {
            string address = Directory.GetFiles(_folder.Path, alias, SearchOption.AllDirectories).Single();
            using System.Net.Sockets.Socket client = await UnixConnect.ConnectAsync(address, TimeSpan.FromSeconds(20));
            Assert.True(client.Connected);
        }

        IReadOnlyList<CharacterDeviceInfo> ends = await qemu.Session.ExecuteAsync(new QueryChardev());
        Assert.Contains(ends, end => end.Label == "charserial0");
        Assert.Contains(ends, end => end.Label == "charchannel0");
    }

    [Fact]
    public async Task A_client_can_be_handed_to_a_display_that_listens_nowhere_else()
    {
        await using StartedQemu qemu = await StartedQemu.StartAsync(
            TestMachine.With(devices => devices with
            {
                Graphics = [new VncGraphics { Listens = [new SocketListen(_folder["vnc"])] }],
                Videos = [new VideoDevice { Model = VideoModel.Vga, Address = new PciAddress(0, 1) }],
            }),
            Open(_folder).Path);
        using System.Net.Sockets.Socket listener = UnixListener.Bind(_folder["display"]);
        using System.Net.Sockets.Socket client = await UnixConnect.ConnectAsync(_folder["display"], TimeSpan.FromSeconds(20));
        using (System.Net.Sockets.Socket accepted = await listener.AcceptAsync())
        {
            await qemu.Session.ExecuteAsync(new GetFd(accepted.SafeHandle, "client"));
            await qemu.Session.ExecuteAsync(new AddClient("vnc", "client", Skipauth: true));
        }

        byte[] greeting = new byte[12];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await client.ReceiveAsync(greeting, limit.Token);
        Assert.StartsWith("RFB 003", System.Text.Encoding.ASCII.GetString(greeting), StringComparison.Ordinal);
        Assert.Equal("unix", (await qemu.Session.ExecuteAsync(new QueryVnc())).Family);
    }

    [Fact]
    public async Task What_is_told_before_the_guest_runs_is_taken()
    {
        DomainDefinition definition = TestMachine.With(devices => devices with
        {
            Disks =
            [
                new DiskDevice
                {
                    TargetName = "sda", Kind = DiskKind.CdRom, Bus = DiskBus.Sata, Address = new DriveAddress(0, 0, 0, 0), TrayOpen = true,
                },
            ],
            Interfaces = [new InterfaceDevice { Mac = MacAddress.WithQemuPrefix(1), LinkUp = false, Address = new PciAddress(3, 0) }],
            Graphics = [new VncGraphics { Password = new DisplayPassword(new Secret("12345678")) }],
            Memballoon = new MemballoonDevice { StatsPeriodSeconds = 3, Address = new PciAddress(0, 3) },
        });
        await using StartedQemu qemu = await StartedQemu.StartAsync(definition with { CurrentMemoryKiB = 131072 }, _folder.Path);

        Assert.True((await qemu.Session.ExecuteAsync(new QueryBlock())).Single(drive => drive.QomPath!.Contains("sata0-0-0", StringComparison.Ordinal)).TrayOpen);
        Assert.Equal("vnc", (await qemu.Session.ExecuteAsync(new QueryVnc())).Auth);
        Assert.Equal(
            3, (await qemu.Session.ExecuteAsync(new QomGet("/machine/peripheral/balloon0", "guest-stats-polling-interval"))).GetInt32());
    }

    private static TemporaryFolder Open(TemporaryFolder folder)
    {
        // QEMU makes this one socket itself, so its user has to be able to write here.
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_111_111);
        return folder;
    }

    private static DiskDevice Disk(string path) => new()
    {
        TargetName = "vda",
        Bus = DiskBus.Virtio,
        FilePath = path,
        Address = new PciAddress(3, 0),
    };

    private static List<long> Flags(int pid, string path) =>
    [
        .. from link in Directory.GetFiles($"/proc/{pid}/fd")
           where File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName == path
           let info = File.ReadAllLines($"/proc/{pid}/fdinfo/{Path.GetFileName(link)}").Single(line => line.StartsWith("flags:", StringComparison.Ordinal))
           select Convert.ToInt64(info["flags:".Length..].Trim(), 8),
    ];

    private Task<StartedQemu> StartAsync(DiskDevice disk)
    {
        InstalledQemu.Require();
        return StartedQemu.StartAsync(TestMachine.With(devices => devices with { Disks = [disk] }), _folder.Path);
    }

    private async Task<string> RawAsync(string name) => await ImageAsync(name, "-f", "raw", _folder[name], "1M");

    private async Task<DiskDevice> OverlayAsync(string name, string below)
    {
        string image = await ImageAsync(name, "-f", "qcow2", "-F", "qcow2", "-b", below, _folder[name]);
        return Disk(image) with
        {
            Driver = new DiskDriver { Format = DiskFormat.Qcow2 },
            Backing = new DiskBacking { FilePath = below, Format = DiskFormat.Qcow2, Next = DiskBacking.End },
        };
    }

    private async Task<string> ImageAsync(string name, params string[] arguments)
    {
        InstalledQemu.Require();
        var start = new ProcessStartInfo("qemu-img", ["create", "-q", .. arguments]);
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return _folder[name];
    }
}
