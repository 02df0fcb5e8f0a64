using System.IO.Compression;
using System.Security.Cryptography;
using Pando.Jobs;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Model.Ports;

namespace Pando.Storage.Tests.Images;

public sealed class ImageImportTests
{
    private const int MiB = 1 << 20;

    public static TheoryData<string> Steps =>
        ["make-work-folder", "fetch-source", "verify-checksum", "unpack", "store-image", "remove-work-folder", "register-image"];

    [Theory]
    [InlineData("source.qcow2")]
    [InlineData("source.raw")]
    [InlineData("source.raw.xz")]
    [InlineData("source.raw.gz")]
    public async Task An_image_is_imported_whatever_it_came_as(string file)
    {
        await using var host = await TestHost.StartAsync();
        var source = await SourceAsync(host.Root, file);
        var done = await ImportAsync(host, source, "SHA256:" + Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(source))));
        var image = Assert.Single(await host.Storage.Images.ListAsync());
        Assert.Equal(("base", "qcow2", 4L * MiB, source, done.Result["path"]), (image.Name, image.Format, image.CapacityBytes, image.Source, image.Path));
        await Tool.RunAsync("qemu-img", "compare", "-f", "qcow2", "-F", "raw", image.Path, Path.Join(host.Root, "content"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(image.Path));
        Assert.Equal("sha256:" + Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(image.Path))), image.Checksum);
        Assert.Empty(host.WorkEntries());
    }

    [Fact]
    public async Task A_machine_is_made_from_it_and_keeps_it()
    {
        await using var host = await TestHost.StartAsync();
        await ImportAsync(host, await SourceAsync(host.Root, "source.qcow2"));
        await host.Storage.Volumes.CreateAsync(new VolumeRequest("default", "web1.qcow2", "qcow2", null, "base", FullCopy: false, "job-1"));
        Assert.Equal(["web1.qcow2"], (await host.Storage.Images.GetAsync("base")).UsedBy);
        var refused = await Failing.With(ErrorCodes.Image.InUse, host.Storage.Images.StartRemoveAsync("base", TestHost.Tester));
        Assert.Contains("web1.qcow2", refused.Message, StringComparison.Ordinal);

        // In the trash it is still backed by it: it must be possible to restore it.
        var trashed = await host.Storage.Volumes.PlanTrashAsync(host.Volume("web1.qcow2"), "t1");
        await host.Storage.Volumes.TrashAsync(trashed);
        await Failing.With(ErrorCodes.Image.InUse, host.Storage.Images.StartRemoveAsync("base", TestHost.Tester));
        await host.Storage.Volumes.PurgeAsync(trashed);
        await (await host.Storage.Images.StartRemoveAsync("base", TestHost.Tester)).Completion;
        Assert.Empty(host.ImageEntries());
        await Failing.With(ErrorCodes.Image.NotFound, host.Storage.Images.GetAsync("base"));
    }

    [Fact]
    public async Task An_image_stays_while_a_volume_is_being_made_of_it()
    {
        await using var host = await TestHost.StartAsync();
        await ImportAsync(host, await SourceAsync(host.Root, "source.qcow2"));
        var (_, lease) = await host.Storage.Images.LeaseAsync("base", CancellationToken.None);
        await Failing.With(ErrorCodes.Image.BeingCloned, host.Storage.Images.StartRemoveAsync("base", TestHost.Tester));
        lease.Dispose();
        lease.Dispose();
        await (await host.Storage.Images.StartRemoveAsync("base", TestHost.Tester)).Completion;
        await Failing.With(ErrorCodes.Image.NotFound, host.Storage.Volumes.CreateAsync(
            new VolumeRequest("default", "web1.qcow2", "qcow2", null, "base", FullCopy: false, "job-1")));
        Assert.Empty(host.PoolEntries());
    }

    [Fact]
    public async Task A_wrong_checksum_leaves_nothing()
    {
        await using var host = await TestHost.StartAsync();
        var source = await SourceAsync(host.Root, "source.qcow2");
        await Failing.With(ErrorCodes.Image.ChecksumMismatch, ImportAsync(host, source, "sha256:" + new string('0', 64)));
        AssertNothing(host);
        Assert.True(File.Exists(source));
    }

    [Theory]
    [InlineData("sha256:12")]
    [InlineData("md5:d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("zz")]
    public async Task What_is_no_checksum_is_refused_before_anything_is_done(string checksum)
    {
        await using var host = await TestHost.StartAsync();
        await Failing.With(ErrorCodes.Image.BadChecksum, ImportAsync(host, "/nowhere", checksum));
        Assert.Empty(host.Jobs.List());
    }

    [Theory]
    [InlineData("ftp://example.org/a")]
    [InlineData("relative/path")]
    [InlineData("file:///etc/shadow")]
    [InlineData("https://user:secret@example.org/a")]
    public async Task What_is_no_source_is_refused_and_no_password_repeated(string source)
    {
        await using var host = await TestHost.StartAsync();
        var failure = await Failing.With(ErrorCodes.Image.BadSource, ImportAsync(host, source));
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-b", "/etc/passwd", "-F", "raw")]
    [InlineData("-o", "data_file=DATA")]
    public async Task An_image_that_needs_another_file_is_refused(params string[] options)
    {
        Tool.Require("qemu-img", "qemu-utils");
        await using var host = await TestHost.StartAsync();
        var source = Path.Join(host.Root, "evil.qcow2");
        options = [.. options.Select(option => option.Replace("DATA", Path.Join(host.Root, "data"), StringComparison.Ordinal))];
        await Tool.RunAsync("qemu-img", ["create", "-f", "qcow2", .. options, source, "4M"]);
        await Failing.With(ErrorCodes.Image.NotSelfContained, ImportAsync(host, source));
        AssertNothing(host);
    }

    [Fact]
    public async Task A_file_that_unpacks_beyond_the_limit_is_refused()
    {
        await using var host = await TestHost.StartAsync(adjust: static settings => settings with { ImportLimitBytes = 2 * MiB });
        foreach (var name in new[] { "source.raw.gz", "source.raw.xz" })
        {
            await Failing.With(ErrorCodes.Image.TooLarge, ImportAsync(host, await SourceAsync(host.Root, name)));
            AssertNothing(host);
        }
    }

    [Theory]
    [InlineData("broken.gz")]
    [InlineData("broken.xz")]
    [InlineData("empty.raw")]
    [InlineData("odd.raw")]
    public async Task What_is_no_image_is_refused(string name)
    {
        await using var host = await TestHost.StartAsync();
        var source = Path.Join(host.Root, name);
        await File.WriteAllBytesAsync(source, new byte[name is "empty.raw" ? 0 : 1000]);
        await Assert.ThrowsAnyAsync<PandoException>(() => ImportAsync(host, source));
        AssertNothing(host);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        await using var host = await TestHost.StartAsync();
        var source = await SourceAsync(host.Root, "source.qcow2");
        await ImportAsync(host, source);
        await Failing.With(ErrorCodes.Image.Exists, ImportAsync(host, source));
        Assert.Single(host.ImageEntries());
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_failure_at_any_step_leaves_nothing(string step)
    {
        foreach (var moment in new[] { JobMoment.BeforeDo, JobMoment.AfterDo })
        {
            await using var host = await TestHost.StartAsync(faults: new Faults(step, moment, static () => throw new IOException("as planned")));
            await Assert.ThrowsAnyAsync<Exception>(async () => await ImportAsync(host, await SourceAsync(host.Root, "source.raw.xz")));
            Assert.Equal(JobPhase.Failed, Assert.Single(host.Jobs.List()).Phase);
            AssertNothing(host);
            Assert.Empty(await host.Storage.Images.ListAsync());
        }
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Steps))]
    public async Task A_daemon_that_died_at_any_step_leaves_nothing_after_its_next_start(string step)
    {
        using var folder = new TemporaryFolder();
        await SourceAsync(folder.Path, "source.raw.xz");
        foreach (var moment in new[] { JobMoment.BeforeDo, JobMoment.AfterDo })
        {
            await Victim.KillAsync(folder.Path, "import", step, moment);
            await using var host = await TestHost.StartAsync(folder.Path);
            Assert.All(host.Jobs.List(), static job => Assert.Equal(JobPhase.Failed, job.Phase));
            AssertNothing(host);
            Assert.Empty(await host.Storage.Images.ListAsync());
        }
    }

    private static void AssertNothing(TestHost host)
    {
        Assert.Empty(host.ImageEntries());
        Assert.Empty(host.WorkEntries());
    }

    private static async Task<JobRecord> ImportAsync(TestHost host, string source, string? checksum = null) =>
        await (await host.Storage.Images.ImportAsync("base", source, checksum, null, null, TestHost.Tester)).Completion;

    /// <summary>A disk of 4 MiB with something in it, packed as its name says.</summary>
    private static async Task<string> SourceAsync(string root, string file)
    {
        Tool.Require("qemu-img", "qemu-utils");
        var content = Path.Join(root, "content");
        var bytes = new byte[4 * MiB];
        for (var i = 0; i < bytes.Length; i += 8192)
        {
            BitConverter.TryWriteBytes(bytes.AsSpan(i), i * 2654435761L);
        }
        await File.WriteAllBytesAsync(content, bytes);
        var path = Path.Join(root, file);
        switch (Path.GetExtension(file))
        {
            case ".qcow2":
                await Tool.RunAsync("qemu-img", "convert", "-f", "raw", "-O", "qcow2", content, path);
                break;
            case ".xz":
                Tool.Require("xz", "xz-utils");
                File.Copy(content, path[..^3], overwrite: true);
                await Tool.RunAsync("xz", "-0", "-k", "-f", path[..^3]);
                break;
            case ".gz":
                await using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
                {
                    await gzip.WriteAsync(bytes);
                }
                break;
            default:
                File.Copy(content, path, overwrite: true);
                break;
        }
        return path;
    }
}
