using System.Text.Json;
using System.Text.Json.Nodes;

namespace Pando.Qmp.Tests;

public sealed class RealQemuTests
{
    [Fact]
    public async Task A_QEMU_without_a_machine_tells_what_it_can()
    {
        await using RealQemu qemu = await RealQemu.StartAsync("-machine", "none");
        QmpSession session = qemu.Session;

        VersionInfo version = await session.ExecuteAsync(new QueryVersion());
        Assert.Equal(session.Greeting.Version, new Version(version.Qemu.Major, version.Qemu.Minor, version.Qemu.Micro));
        Assert.Equal("x86_64", (await session.ExecuteAsync(new QueryTarget())).Arch);
        Assert.True((await session.ExecuteAsync(new QueryKvm())).Present);
        Assert.Contains(await session.ExecuteAsync(new QueryMachines()), m => m.Alias == "q35" && m.CpuMax > 1);
        Assert.Contains(await session.ExecuteAsync(new QueryCpuDefinitions()), c => c.Name == "qemu64");
        Assert.Contains(await session.ExecuteAsync(new QueryCommands()), c => c.Name == "screendump");
        Assert.Contains(await session.ExecuteAsync(new QueryCommandLineOptions()), o => o.Option == "sandbox");
        Assert.Contains(await session.ExecuteAsync(new QomListTypes("accel", Abstract: false)), t => t.Name == "tcg-accel");
        Assert.Contains(
            await session.ExecuteAsync(new DeviceListProperties("virtio-blk-pci")),
            p => p.Name == "drive" && p.Type.Length > 0);
        Assert.Equal(JsonValueKind.Array, (await session.ExecuteAsync(new QueryQmpSchema())).ValueKind);
    }

    [Fact]
    public async Task A_machine_is_asked_and_driven()
    {
        const string uuid = "8c3d5a54-1f6b-4c0e-9a5d-5b0a7a3c1f00";
        await using RealQemu qemu = await RealQemu.StartAsync(
            "-machine", "q35", "-smp", "2", "-m", "64", "-name", "guest=vm1", "-uuid", uuid,
            "-device", "virtio-balloon-pci", "-device", "VGA,id=video0", "-chardev", "pty,id=charserial0", "-serial", "chardev:charserial0");
        QmpSession session = qemu.Session;

        Assert.Equal(new StatusInfo(false, RunState.Prelaunch), await session.ExecuteAsync(new QueryStatus()));
        Assert.Equal(Guid.Parse(uuid), (await session.ExecuteAsync(new QueryUuid())).Uuid);
        Assert.Equal("vm1", (await session.ExecuteAsync(new QueryName())).Name);
        Assert.Equal([0, 1], (await session.ExecuteAsync(new QueryCpusFast())).Select(c => c.CpuIndex));
        Assert.Equal(64L << 20, (await session.ExecuteAsync(new QueryBalloon())).ActualBytes);
        Assert.Equal(64L << 20, (await session.ExecuteAsync(new QueryMemorySizeSummary())).BaseMemoryBytes);
        Assert.Contains((await session.ExecuteAsync(new QueryPci()))[0].Devices, d => d.DeviceId == "video0");
        Assert.False((await session.ExecuteAsync(new QueryVnc())).Enabled);
        Assert.Null((await session.ExecuteAsync(new QueryMigrate())).Status);
        Assert.StartsWith(
            "/dev/pts/",
            (await session.ExecuteAsync(new QueryChardev())).Single(c => c.Label == "charserial0").PtyPath,
            StringComparison.Ordinal);

        await session.ExecuteAsync(new Cont());
        Assert.True((await session.ExecuteAsync(new QueryStatus())).Running);
        await session.ExecuteAsync(new SystemReset());
        await session.ExecuteAsync(new Stop());
        Assert.Equal(RunState.Paused, (await session.ExecuteAsync(new QueryStatus())).Status);

        string picture = Path.Combine(qemu.Folder, "screen.png");
        await session.ExecuteAsync(new Screendump(picture, "png"));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await File.ReadAllBytesAsync(picture))[..4]);
    }

    [Fact]
    public async Task Quit_ends_the_session_with_its_event_first()
    {
        await using RealQemu qemu = await RealQemu.StartAsync("-machine", "q35");
        await qemu.Session.ExecuteAsync(new Quit());
        await qemu.Session.Closed.WaitAsync(TimeSpan.FromSeconds(20));

        ShutdownEvent shutdown = await qemu.Session.ReadEventsAsync().OfType<ShutdownEvent>().SingleAsync();
        Assert.False(shutdown.Guest);
        Assert.Equal("host-qmp-quit", shutdown.Reason);
        Assert.Empty((await qemu.Process.StandardError.ReadToEndAsync()).Trim());
    }

    [Fact]
    public async Task A_descriptor_that_was_passed_can_be_opened_as_a_disk()
    {
        await using RealQemu qemu = await RealQemu.StartAsync("-machine", "q35", "-device", "pcie-root-port,id=port0");
        QmpSession session = qemu.Session;
        string path = Path.Combine(qemu.Folder, "disk.raw");
        await using (FileStream file = File.Create(path))
        {
            file.SetLength(1 << 20);
            AddFdInfo added = await session.ExecuteAsync(new AddFd(file.SafeFileHandle, 5, "disk"));
            Assert.Equal(5, added.FdsetId);
        }

        File.Delete(path);
        await session.ExecuteAsync(new BlockdevAdd(new JsonObject
        {
            ["driver"] = "file",
            ["filename"] = "/dev/fdset/5",
            ["node-name"] = "disk0",
        }));
        await session.ExecuteAsync(new DeviceAdd(new JsonObject
        {
            ["driver"] = "virtio-blk-pci",
            ["drive"] = "disk0",
            ["id"] = "vda",
            ["bus"] = "port0",
        }));

        BlockDriveInfo drive = Assert.Single(await session.ExecuteAsync(new QueryBlock()));
        Assert.Equal(1 << 20, drive.Inserted!.Image.VirtualSizeBytes);
        FdsetInfo set = Assert.Single(await session.ExecuteAsync(new QueryFdsets()));
        Assert.Equal("disk", set.Fds[0].Opaque);
    }

    [Fact]
    public async Task Many_descriptors_passed_at_once_are_not_mixed_up()
    {
        await using RealQemu qemu = await RealQemu.StartAsync("-machine", "none");
        const int count = 20;
        FileStream[] files = [.. Enumerable.Range(0, count).Select(n => File.Create(Path.Combine(qemu.Folder, $"file{n}"))),];
        AddFdInfo[] added = await Task.WhenAll(files.Select((file, n) =>
            qemu.Session.ExecuteAsync(new AddFd(file.SafeFileHandle, n))));

        for (int n = 0; n < count; n++)
        {
            string link = $"/proc/{qemu.Process.Id}/fd/{added[n].Fd}";
            Assert.Equal(files[n].Name, File.ResolveLinkTarget(link, returnFinalTarget: false)!.FullName);
            await files[n].DisposeAsync();
        }
    }

    [Fact]
    public async Task QEMUs_refusal_comes_in_its_own_words()
    {
        await using RealQemu qemu = await RealQemu.StartAsync("-machine", "q35");

        QmpErrorException missing = await Assert.ThrowsAsync<QmpErrorException>(
            () => qemu.Session.ExecuteAsync(new DeviceDel("nothing")));
        Assert.Equal("DeviceNotFound", missing.ErrorClass);
        Assert.Contains("nothing", missing.Description, StringComparison.Ordinal);

        QmpErrorException unknown = await Assert.ThrowsAsync<QmpErrorException>(
            () => qemu.Session.ExecuteRawAsync(JsonElement.Parse("""{"execute": "make-coffee"}""")));
        Assert.Equal("CommandNotFound", unknown.ErrorClass);
    }
}
