using System.Diagnostics;
using Pando.Linux.Files;
using Pando.Linux.Users;
using Pando.Model;
using Pando.Model.Jobs;
using Pando.Storage.Images;

namespace Pando.Storage.Tests.Images;

public sealed class WorkFoldersTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WorkFolders _work;
    private readonly JobId _job = new(Guid.NewGuid());

    public WorkFoldersTests() => _work = new WorkFolders(InstancePaths.Under(_folder.Path), TimeProvider.System);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_still_runs_in_it_is_ended()
    {
        var path = await _work.MakeAsync(_job, CancellationToken.None);
        using var process = Process.Start(new ProcessStartInfo("sleep") { ArgumentList = { "600" }, WorkingDirectory = path, UseShellExecute = false })!;
        await _work.RemoveAsync(_job, CancellationToken.None);
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(10)));
        Assert.False(Directory.Exists(path));
        await _work.RemoveAsync(_job, CancellationToken.None);
    }

    [Fact]
    public async Task What_is_mounted_in_it_is_taken_away_and_not_emptied()
    {
        Assert.SkipUnless(UserDatabase.EffectiveUid == 0, "needs root: mounts");
        var path = await _work.MakeAsync(_job, CancellationToken.None);
        var precious = Directory.CreateDirectory(_folder.File("precious")).FullName;
        await File.WriteAllTextAsync(Path.Join(precious, "file"), "keep");
        var inside = Directory.CreateDirectory(Path.Join(path, "a b", "tree")).FullName;
        // A bind mount has the same device as what it is in: only the list of mounts tells.
        var (status, words) = await Tool.TryRunAsync("mount", "--bind", precious, inside);
        Assert.SkipWhen(status != 0, "nothing can be mounted here: " + words);
        await _work.RemoveAsync(_job, CancellationToken.None);
        Assert.Empty(Mounts.Below(_folder.Path));
        Assert.False(Directory.Exists(path));
        Assert.Equal("keep", await File.ReadAllTextAsync(Path.Join(precious, "file")));
    }

    [Fact]
    public async Task A_link_in_it_is_removed_and_not_followed()
    {
        var path = await _work.MakeAsync(_job, CancellationToken.None);
        var precious = Directory.CreateDirectory(_folder.File("precious")).FullName;
        await File.WriteAllTextAsync(Path.Join(precious, "file"), "keep");
        Directory.CreateSymbolicLink(Path.Join(path, "link"), precious);
        await _work.RemoveAsync(_job, CancellationToken.None);
        Assert.False(Directory.Exists(path));
        Assert.True(File.Exists(Path.Join(precious, "file")));
    }

    [Fact]
    public async Task Making_it_anew_empties_it()
    {
        var path = await _work.MakeAsync(_job, CancellationToken.None);
        await File.WriteAllTextAsync(Path.Join(path, "old"), "");
        await _work.MakeAsync(_job, CancellationToken.None);
        Assert.Empty(Directory.EnumerateFileSystemEntries(path));
    }
}
