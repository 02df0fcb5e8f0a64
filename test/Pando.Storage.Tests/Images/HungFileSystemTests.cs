using System.Diagnostics;
using Pando.Linux.Files;
using Pando.Linux.Spawn;
using Pando.Linux.Users;
using Pando.Model.Errors;
using Pando.Storage.FileSystems;
using Pando.Storage.Images;

namespace Pando.Storage.Tests.Images;

/// <summary>A real file system that hangs: FUSE, whose process is stopped.</summary>
public sealed class HungFileSystemTests
{
    private const int SigStop = 19;
    private const int SigCont = 18;

    [Fact]
    public async Task A_disk_on_a_file_system_that_hangs_is_told_and_others_open_meanwhile()
    {
        Tool.Require("qemu-storage-daemon", "qemu-system-common");
        Tool.RequireFile("/dev/fuse", "fuse3");
        Assert.SkipUnless(UserDatabase.EffectiveUid == 0, "needs root: mounts");
        using var folder = new TemporaryFolder();
        using var lanes = new FileSystemLanes(TimeProvider.System, TimeSpan.FromMilliseconds(300), Mounts.Points);
        var disks = new GuestDisks(lanes);
        await Tool.RunAsync("qemu-img", "create", "-f", "qcow2", folder.File("backing"), "1M");
        await File.WriteAllTextAsync(folder.File("hung.qcow2"), "");
        using var server = Serve(folder);
        try
        {
            await ImageBuildTests.UntilAsync(() => Mounts.Below(folder.Path).Count == 1 || server.HasExited);
            Assert.SkipWhen(server.HasExited, "FUSE does not work here");
            (await disks.OpenAsync(folder.File("hung.qcow2"), "qcow2", readOnly: true)).Dispose();

            using var process = PidFd.Open(server.Id);
            process.Signal(SigStop);
            await Failing.With(ErrorCodes.Storage.NotAnswering, disks.OpenAsync(folder.File("hung.qcow2"), "qcow2", readOnly: true));
            (await disks.OpenAsync(folder.File("backing"), "qcow2", readOnly: true)).Dispose();

            process.Signal(SigCont);
            (await disks.OpenAsync(folder.File("hung.qcow2"), "qcow2", readOnly: true)).Dispose();
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
            Mounts.DetachBelow(folder.Path);
        }
    }

    private static Process Serve(TemporaryFolder folder)
    {
        var start = new ProcessStartInfo("qemu-storage-daemon") { UseShellExecute = false };
        foreach (var argument in new[]
        {
            "--blockdev", $"driver=file,node-name=disk,filename={folder.File("backing")}",
            "--export", $"type=fuse,id=export,node-name=disk,mountpoint={folder.File("hung.qcow2")}",
        })
        {
            start.ArgumentList.Add(argument);
        }
        return Process.Start(start)!;
    }
}
