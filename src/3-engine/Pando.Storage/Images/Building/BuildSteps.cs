using System.Collections.Immutable;
using Pando.Linux.Spawn;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Storage.FileSystems;
using Pando.Storage.Images.Store;
using Pando.Storage.Programs;

namespace Pando.Storage.Images.Building;

/// <summary>A step that works in the job's private directory, which the first step's undo removes with all that runs in it.</summary>
internal abstract class BuildStep(ImageWorkshop shop) : JobStep
{
    /// <summary>The guest's files.</summary>
    protected const string Tree = "tree";

    /// <summary>The mirrors that the packages come from.</summary>
    protected const string Sources = "debian.sources";

    /// <summary>The guest's disk.</summary>
    protected const string Disk = "disk.raw";

    protected ImageWorkshop Shop => shop;

    public override ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    protected string PathOf(IJobContext job, string name) => Path.Join(shop.Work.PathOf(job.Id), name);
}

/// <summary>Unpacks and sets up the packages, with mmdebstrap.</summary>
internal sealed class InstallPackages(ImageWorkshop shop, DebianRecipe recipe) : BuildStep(shop)
{
    private const long RoomBytes = 2L << 30;

    // A mirror may be slow, and a package's script may compute for a while.
    private static readonly TimeSpan SilenceLimit = TimeSpan.FromMinutes(5);

    public override string Name => "install-packages";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        var sources = PathOf(job, Sources);
        using (var work = Shop.Work.Open(job.Id))
        {
            FullDisk.RequireRoom(work, RoomBytes);
        }
        await File.WriteAllTextAsync(sources, DebianSources.For(recipe.Suite, DebianSources.HostFiles()), cancellationToken);
        var options = await AptOptions.OfHostAsync(Shop.Programs, cancellationToken);
        var progress = new PackageProgress((done, total, note) => job.Report(done, total, "packages", note));
        try
        {
            await Shop.Programs.RunAsync(new ProgramRun("unshare", Arguments(job, sources, options), "Installing Debian's packages")
            {
                SilenceLimit = SilenceLimit,
                OnLine = progress.Read,
                // All that it starts works here or below: what is left of it after a crash is found by that.
                WorkingDirectory = Shop.Work.PathOf(job.Id),
                OnStarted = process => NoteAsync(job, process),
                // What it keeps for itself on the way is removed with the rest.
                Environment = Proxies().Add("TMPDIR", Shop.Work.PathOf(job.Id)),
            }, cancellationToken);
        }
        catch (PandoException failure)
        {
            throw FullDisk.Recognised(failure, Shop.Work.PathOf(job.Id));
        }
    }

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        // Its children die with it: they are in a process namespace of their own.
        if (job.Notes.TryGetValue(ProcessNote, out var text) && ProcessNotes.Parse(text)?.TryOpen() is { } process)
        {
            using (process)
            {
                process.Signal(9);
                await process.WaitForExitAsync(cancellationToken);
            }
        }
    }

    private const string ProcessNote = "process";

    private static ValueTask NoteAsync(IJobContext job, ProcessIdentity process) => job.NoteAsync(ProcessNote, ProcessNotes.Text(process));

    private ImmutableArray<string> Arguments(IJobContext job, string sources, IReadOnlyList<string> options) =>
    [
        // What it mounts is seen by nobody else and gone with it; what it starts ends with it.
        "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "--mount-proc",
        "--", "mmdebstrap", "--verbose", "--mode=root", "--variant=minbase", "--format=directory",
        "--include=" + string.Join(',', recipe.Packages),
        "--aptopt=APT::Install-Recommends \"false\"", "--aptopt=Acquire::Languages \"none\"", "--aptopt=Acquire::Retries \"3\"",
        .. options.Select(static option => "--aptopt=" + option),
        // A build that breaks off is thrown away: nothing in it needs to reach the disk at once.
        "--dpkgopt=force-unsafe-io",
        "--dpkgopt=path-exclude=/usr/share/man/*", "--dpkgopt=path-exclude=/usr/share/doc/*", "--dpkgopt=path-include=/usr/share/doc/*/copyright",
        "--dpkgopt=path-exclude=/usr/share/locale/*", "--dpkgopt=path-include=/usr/share/locale/vi/*", "--dpkgopt=path-include=/usr/share/locale/locale.alias",
        recipe.Suite, PathOf(job, Tree), sources,
    ];

    private static ImmutableDictionary<string, string> Proxies() =>
        new[] { "http_proxy", "https_proxy", "no_proxy" }
            .Select(static name => (Name: name, Value: Environment.GetEnvironmentVariable(name)))
            .Where(static proxy => !string.IsNullOrEmpty(proxy.Value))
            .ToImmutableDictionary(static proxy => proxy.Name, static proxy => proxy.Value!, StringComparer.Ordinal);
}

/// <summary>Writes the guest's own settings into its files.</summary>
internal sealed class SetUpTree(ImageWorkshop shop, DebianRecipe recipe) : BuildStep(shop)
{
    public override string Name => "set-up-system";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken) =>
        await new GuestTreeSetup(Shop.Programs, recipe).RunAsync(
            PathOf(job, Tree), await File.ReadAllTextAsync(PathOf(job, Sources), cancellationToken), cancellationToken);
}

/// <summary>Makes the disk.</summary>
internal sealed class MakeDisk(ImageWorkshop shop, ImageBuildInput build) : BuildStep(shop)
{
    public override string Name => "make-disk";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        using var work = Shop.Work.Open(job.Id);
        try
        {
            await new GuestDisk(Shop.Programs, work).MakeAsync(Disk, Tree, build.CapacityBytes, cancellationToken);
        }
        catch (Exception failure)
        {
            throw FullDisk.Recognised(FileFailures.Named(failure, work.Path), work.Path);
        }
    }
}

/// <summary>Writes the disk into the store, compressed.</summary>
internal sealed class StoreBuilt(ImageWorkshop shop, ImageBuildInput build) : BuildStep(shop)
{
    public override string Name => "store-image";

    public override async ValueTask DoAsync(IJobContext job, CancellationToken cancellationToken)
    {
        using var disk = await Shop.Disks.OpenAsync(PathOf(job, Disk), "raw", readOnly: true, cancellationToken: cancellationToken);
        Shop.Ownership.Lend(disk.Chain[0].Handle, PathOf(job, Disk));
        var checksum = await Shop.Files.MakeAsync(ImageFiles.NameFor(build.Name, job.Id), job.Id.ToString(), target =>
            Shop.QemuImg.CompressAsync(disk, target, build.Name,
                share => job.Report((long)(share * build.CapacityBytes), build.CapacityBytes, "bytes"), cancellationToken), cancellationToken);
        await ImageNotes.TakeAsync(job, build.CapacityBytes, checksum, cancellationToken);
    }

    public override async ValueTask UndoAsync(IJobContext job, CancellationToken cancellationToken) =>
        await Shop.Files.RemoveAsync(ImageFiles.NameFor(build.Name, job.Id), job.Id.ToString(), cancellationToken);
}
