using System.Text.Json.Nodes;
using Pando.Jobs;
using Pando.Linux.Files;
using Pando.Linux.Spawn;
using Pando.Linux.Users;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Ports;

namespace Pando.Storage.Tests.Images;

/// <summary>The build with a fake mmdebstrap, which makes a tiny tree: everything after it is real.</summary>
public sealed class ImageBuildTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static TheoryData<string> Steps =>
        ["make-work-folder", "install-packages", "set-up-system", "make-disk", "store-image", "remove-work-folder", "register-image"];

    [Fact]
    public async Task A_build_makes_a_disk_that_other_programs_understand()
    {
        RequireBuilder();
        using var folder = new TemporaryFolder();
        await using var host = await StartAsync(folder.Path);
        var done = await BuildAsync(host);
        Assert.Equal(JobPhase.Done, done.Phase);
        var image = await host.Storage.Images.GetAsync("base");
        Assert.Equal(("Debian 12 (bookworm)", "build:debian-12", "debian12"), (image.Title, image.Source, image.OsVariant));
        Assert.Empty(host.WorkEntries());
        Assert.Single(host.ImageEntries());

        var raw = folder.File("raw");
        await Tool.RunAsync("qemu-img", "convert", "-f", "qcow2", "-O", "raw", image.Path, raw);
        Tool.Require("sfdisk", "fdisk");
        await Tool.RunAsync("sfdisk", "--verify", raw);
        var partitions = JsonNode.Parse(await Tool.RunAsync("sfdisk", "-J", raw))!["partitiontable"]!["partitions"]!.AsArray();
        Assert.Equal(["bios", "esp", "root"], partitions.Select(partition => partition!["name"]!.GetValue<string>()));
        var root = partitions[2]!["start"]!.GetValue<long>() * 512;
        await Tool.RunAsync("e2fsck", "-fn", $"{raw}?offset={root}");
        Assert.Contains("LABEL=rootfs", await Tool.RunAsync("debugfs", "-R", "cat /etc/fstab", $"{raw}?offset={root}"), StringComparison.Ordinal);
        Assert.Contains("BOOTX64", await Tool.RunAsync("mdir", "-i", $"{raw}@@{partitions[1]!["start"]!.GetValue<long>() * 512}", "-b", "::/EFI/BOOT"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_build_finds_it_there_and_a_rebuild_never_touches_a_file_in_use()
    {
        RequireBuilder();
        using var folder = new TemporaryFolder();
        await using var host = await StartAsync(folder.Path);
        await BuildAsync(host);
        var first = await host.Storage.Images.GetAsync("base");
        Assert.Null(await host.Storage.Images.BuildAsync("debian-12", "base", null, rebuild: false, TestHost.Tester));

        var request = new VolumeRequest("default", "web1.qcow2", "qcow2", null, "base", FullCopy: false, "job-1");
        await host.Storage.Volumes.CreateAsync(request);
        await BuildAsync(host, rebuild: true);
        var second = await host.Storage.Images.GetAsync("base");
        Assert.NotEqual(first.Path, second.Path);
        Assert.Equal(2, host.ImageEntries().Count);
        await Failing.With(ErrorCodes.Image.InUse, host.Storage.Images.StartRemoveAsync("base", TestHost.Tester));

        // The old file goes when its last clone has gone.
        await host.Storage.TidyAsync();
        Assert.Equal(2, host.ImageEntries().Count);
        await host.Storage.Volumes.DiscardAsync(request);
        await host.Storage.TidyAsync();
        Assert.Equal(Path.GetFileName(second.Path), Assert.Single(host.ImageEntries()));
    }

    [Fact]
    public async Task A_cancelled_build_ends_all_its_programs_and_leaves_nothing()
    {
        RequireBuilder();
        using var folder = new TemporaryFolder();
        await using var host = await StartAsync(folder.Path, hang: true);
        var job = (await host.Storage.Images.BuildAsync("debian-12", "base", null, rebuild: false, TestHost.Tester))!;
        await UntilAsync(() => host.Jobs.Find(job.Id)!.Progress is { Done: 3, Total: 3, Unit: "packages" });
        job.Cancel();
        await Assert.ThrowsAnyAsync<Exception>(() => job.Completion);
        Assert.Equal(JobPhase.Cancelled, host.Jobs.Find(job.Id)!.Phase);
        AssertNothing(host);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task A_daemon_killed_while_packages_are_installed_leaves_no_process_no_mount_and_no_file()
    {
        RequireBuilder();
        using var folder = new TemporaryFolder();
        using var child = Victim.Start(folder.Path, "build-hanging", "none", JobMoment.BeforeDo);
        await UntilAsync(() => File.Exists(folder.File("hanging")));
        child.Kill();
        await child.WaitForExitAsync();
        // What it had started outlives it.
        Assert.NotEmpty(ProcessesBelow.Find(folder.File("lib/cache")));
        await using var host = await StartAsync(folder.Path);
        AssertNothing(host);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_failure_at_any_step_leaves_nothing(string step)
    {
        RequireBuilder();
        foreach (var moment in new[] { JobMoment.BeforeDo, JobMoment.AfterDo })
        {
            using var folder = new TemporaryFolder();
            await using var host = await StartAsync(folder.Path, new Faults(step, moment, static () => throw new IOException("as planned")));
            await Assert.ThrowsAnyAsync<Exception>(() => BuildAsync(host));
            AssertNothing(host);
            Assert.Empty(await host.Storage.Images.ListAsync());
        }
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Steps))]
    public async Task A_daemon_that_died_at_any_step_leaves_nothing_after_its_next_start(string step)
    {
        RequireBuilder();
        using var folder = new TemporaryFolder();
        foreach (var moment in new[] { JobMoment.BeforeDo, JobMoment.AfterDo })
        {
            await Victim.KillAsync(folder.Path, "build", step, moment);
            await using var host = await StartAsync(folder.Path);
            AssertNothing(host);
            Assert.Empty(await host.Storage.Images.ListAsync());
        }
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Steps))]
    public async Task A_daemon_that_died_while_it_undid_any_step_leaves_nothing_after_its_next_start(string step)
    {
        RequireBuilder();
        using var folder = new TemporaryFolder();
        foreach (var moment in new[] { JobMoment.BeforeUndo, JobMoment.AfterUndo })
        {
            await Victim.KillAsync(folder.Path, "build", step, moment);
            await using var host = await StartAsync(folder.Path);
            AssertNothing(host);
            Assert.Empty(await host.Storage.Images.ListAsync());
        }
    }

    [Fact]
    public async Task An_unknown_recipe_or_a_size_too_small_is_refused_before_anything_is_done()
    {
        await using var host = await TestHost.StartAsync();
        await Failing.With(ErrorCodes.Image.UnknownRecipe, host.Storage.Images.BuildAsync("beos-5", null, null, rebuild: false, TestHost.Tester));
        await Failing.With(ErrorCodes.Storage.BadSize, host.Storage.Images.BuildAsync("debian-12", null, 1 << 20, rebuild: false, TestHost.Tester));
        Assert.Empty(host.Jobs.List());
    }

    [Fact]
    public async Task A_missing_program_is_named_with_its_package_before_anything_is_done()
    {
        Assert.SkipUnless(UserDatabase.EffectiveUid == 0, "needs root");
        using var folder = new TemporaryFolder();
        await using var host = await TestHost.StartAsync(adjust: settings => settings with { ProgramPath = folder.Path });
        File.WriteAllText(folder.File("unshare"), "");
        var failure = await Failing.With(ErrorCodes.Storage.ProgramMissing, host.Storage.Images.BuildAsync("debian-12", null, null, rebuild: false, TestHost.Tester));
        Assert.Contains(failure.Facts, static fact => fact == ("package", "mmdebstrap"));
        Assert.Empty(host.Jobs.List());
    }

    internal static void RequireBuilder()
    {
        Assert.SkipUnless(UserDatabase.EffectiveUid == 0, "needs root: images hold files of other owners");
        foreach (var (program, package) in new[] { ("mke2fs", "e2fsprogs"), ("mkfs.vfat", "dosfstools"), ("mcopy", "mtools"), ("grub-mkimage", "grub-common"), ("qemu-img", "qemu-utils") })
        {
            Tool.Require(program, package);
        }
    }

    internal static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static void AssertNothing(TestHost host)
    {
        Assert.Empty(host.ImageEntries());
        Assert.Empty(host.WorkEntries());
        Assert.Empty(Mounts.Below(host.Root));
        Assert.Empty(ProcessesBelow.Find(Path.Join(host.Root, "lib", "cache")));
    }

    private static Task<TestHost> StartAsync(string root, IJobFaults? faults = null, bool hang = false) =>
        TestHost.StartAsync(root, faults, FakeDebian.Adjust(root, hang));

    private static async Task<JobRecord> BuildAsync(TestHost host, bool rebuild = false) =>
        await (await host.Storage.Images.BuildAsync("debian-12", "base", null, rebuild, TestHost.Tester))!.Completion;
}
