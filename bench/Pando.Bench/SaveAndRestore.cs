using System.Globalization;
using Pando.Api.Saving;
using Pando.Linux.Files;
using Pando.Qmp;

namespace Pando.Bench;

/// <summary>
/// A machine with 1 GiB of memory full of noise is written into a file and brought back, beside QEMU that is handed the file
/// itself, and libvirtd. All of them do the same: a save stops the guest, writes the file, brings it to the disk (fsync) and
/// ends QEMU; a restore starts QEMU, reads the file and lets the guest go. Once on the disk of the instance, and once in
/// memory (tmpfs), where no disk hides what anything else costs.
/// </summary>
internal static class SaveAndRestore
{
    private const int Rounds = 5;
    private const long NoLimit = long.MaxValue / 1024 / 1024 * 1024 * 1024;
    private const string Goal = "at least 80% of its speed";
    private const string Name = "filled";
    private const string TheirName = "pando-bench-filled";

    public static async Task MeasureAsync(PandodUnderTest pandod, LibvirtdPeer? libvirtd, Report report)
    {
        var kernel = FillingGuest.WriteKernel(pandod.Root);
        await MeasureAsync(pandod, libvirtd, kernel, pandod.Root, "on the disk", report);
        var memory = Directory.CreateTempSubdirectory("pando-bench-").FullName;
        var tmpfs = Path.Combine("/dev/shm", Path.GetFileName(memory));
        Directory.Delete(memory);
        Directory.CreateDirectory(tmpfs);
        try
        {
            await MeasureAsync(pandod, null, kernel, tmpfs, "in tmpfs", report);
        }
        finally
        {
            Directory.Delete(tmpfs, recursive: true);
        }
    }

    private static async Task MeasureAsync(PandodUnderTest pandod, LibvirtdPeer? libvirtd, string kernel, string folder, string where, Report report)
    {
        Samples save = new(), restore = new(), byHandSave = new(), byHandRestore = new(), theirSave = new(), theirRestore = new();
        await OursAsync(pandod, kernel, folder, save, restore);
        await ByHandAsync(kernel, folder, byHandSave, byHandRestore);
        if (libvirtd is not null)
        {
            await TheirsAsync(libvirtd, kernel, folder, theirSave, theirRestore);
        }
        report.AddSpeed($"save of 1 GiB full of noise, {where}", save, byHandSave, "QEMU by hand", Goal, FillingGuest.MemoryBytes);
        report.AddSpeed($"restore of it, {where}", restore, byHandRestore, "QEMU by hand", Goal, FillingGuest.MemoryBytes);
        if (libvirtd is not null)
        {
            report.AddSpeed("the same save", save, theirSave, "libvirtd", "", FillingGuest.MemoryBytes);
            report.AddSpeed("the same restore", restore, theirRestore, "libvirtd", "", FillingGuest.MemoryBytes);
        }
    }

    private static async Task OursAsync(PandodUnderTest pandod, string kernel, string folder, Samples save, Samples restore)
    {
        var (words, file) = (Path.Combine(folder, "words"), Path.Combine(folder, "ours.save"));
        await pandod.Client.DefineAsync(FillingGuest.Machine(Name, "qemu", kernel, words));
        await pandod.Client.StartAsync(Name);
        await FillingGuest.UntilFullAsync(words);
        for (var round = 0; round < Rounds; round++)
        {
            await save.TakeAsync(() => pandod.Client.SaveAsync(Name, new SaveRequest { Path = file }));
            await restore.TakeAsync(() => pandod.Client.RestoreSavedAsync(new RestoreSavedRequest { Path = file }));
            File.Delete(file);
        }
        await pandod.Client.DestroyAsync(Name);
        await pandod.Client.UndefineAsync(Name);
        File.Delete(words);
    }

    private static async Task ByHandAsync(string kernel, string folder, Samples save, Samples restore)
    {
        var (words, file) = (Path.Combine(folder, "words"), Path.Combine(folder, "by-hand.save"));
        var qemu = await StartAsync(kernel, words, []);
        try
        {
            await FillingGuest.UntilFullAsync(words);
            for (var round = 0; round < Rounds; round++)
            {
                await save.TakeAsync(() => WriteAsync(qemu, file));
                qemu = await restore.TakeAsync(() => ReadAsync(kernel, words, file));
                File.Delete(file);
            }
        }
        finally
        {
            await qemu.DisposeAsync();
            File.Delete(words);
        }
    }

    private static async Task WriteAsync(BareQemu qemu, string path)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        await qemu.DoAsync(new Stop());
        await qemu.DoAsync(new MigrateSetParameters(NoLimit));
        await qemu.DoAsync(new GetFd(file, "file"));
        await qemu.DoAsync(new Migrate("fd:file"));
        await qemu.UntilMigratedAsync();
        RandomAccess.FlushToDisk(file);
        await qemu.DisposeAsync();
    }

    private static async Task<BareQemu> ReadAsync(string kernel, string words, string path)
    {
        using var file = File.OpenHandle(path);
        var qemu = await StartAsync(kernel, words, ["-incoming", "defer"]);
        await qemu.DoAsync(new GetFd(file, "file"));
        await qemu.DoAsync(new MigrateIncoming("fd:file"));
        await qemu.UntilMigratedAsync();
        await qemu.DoAsync(new Cont());
        return qemu;
    }

    private static Task<BareQemu> StartAsync(string kernel, string words, string[] more) => BareQemu.StartAsync(
        "qemu-system-x86_64",
        [
            "-nodefaults", "-no-user-config", "-display", "none", "-machine", "q35,accel=tcg",
            "-m", string.Create(CultureInfo.InvariantCulture, $"{FillingGuest.MemoryBytes >> 20}M"), "-kernel", kernel, "-serial", $"file:{words}",
            "-chardev", "socket,id=monitor,fd=3,server=on,wait=off", "-mon", "chardev=monitor,mode=control", .. more,
        ]);

    private static async Task TheirsAsync(LibvirtdPeer libvirtd, string kernel, string folder, Samples save, Samples restore)
    {
        var (words, file, definition) = (Path.Combine(folder, "words"), Path.Combine(folder, "theirs.save"), Path.Combine(folder, "theirs.xml"));
        await File.WriteAllBytesAsync(definition, FillingGuest.Machine(TheirName, "qemu", kernel, words));
        await libvirtd.VirshInShellAsync($"define {definition}");
        await libvirtd.VirshInShellAsync($"start {TheirName}");
        await FillingGuest.UntilFullAsync(words);
        for (var round = 0; round < Rounds; round++)
        {
            await save.TakeAsync(() => libvirtd.VirshInShellAsync($"save {TheirName} {file}"));
            await restore.TakeAsync(() => libvirtd.VirshInShellAsync($"restore {file}"));
            File.Delete(file);
        }
        await libvirtd.VirshInShellAsync($"destroy {TheirName}");
        await libvirtd.VirshInShellAsync($"undefine {TheirName}");
        File.Delete(words);
    }
}
