using System.Buffers.Binary;
using Pando.Linux.Files;
using Pando.Model.Errors;
using Pando.Storage.FileSystems;
using Pando.Storage.Images;

namespace Pando.Storage.Tests.Images;

/// <summary>Images of other formats are opened where they are whole, and refused where they reach for other files.</summary>
public sealed class ForeignImageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FileSystemLanes _lanes = new(TimeProvider.System, TimeSpan.FromSeconds(10), Mounts.Points);
    private readonly GuestDisks _disks;

    public ForeignImageTests() => _disks = new GuestDisks(_lanes);

    public void Dispose()
    {
        _lanes.Dispose();
        _folder.Dispose();
    }

    private string File => _folder.File("image");

    private async Task CreateAsync(params string[] arguments)
    {
        Tool.Require("qemu-img", "qemu-utils");
        await Tool.RunAsync("qemu-img", ["create", "-q", .. arguments, "4M"]);
    }

    private async Task RefusedAsync(string format, string reason, bool readOnly = true)
    {
        var failure = await Failing.With(ErrorCodes.Storage.ImageRefused, _disks.OpenAsync(File, format, readOnly));
        Assert.Contains(failure.Facts, fact => fact == ("reason", "storage.reason." + reason));
    }

    [Theory]
    [InlineData("qcow")]
    [InlineData("qed")]
    [InlineData("vmdk")]
    [InlineData("vdi")]
    [InlineData("vpc")]
    [InlineData("vhdx")]
    [InlineData("parallels")]
    public async Task A_whole_image_is_opened(string format)
    {
        await CreateAsync("-f", format, File);
        using var disk = await _disks.OpenAsync(File, format, readOnly: false);
        Assert.Equal(format, Assert.Single(disk.Chain).Format);
    }

    [Theory]
    [InlineData("qcow")]
    [InlineData("qed")]
    [InlineData("vmdk")]
    public async Task What_is_none_is_refused(string format)
    {
        await System.IO.File.WriteAllBytesAsync(File, new byte[4096], TestContext.Current.CancellationToken);
        await RefusedAsync(format, "no-such-image");
    }

    [Fact]
    public async Task A_backing_image_is_opened_where_its_format_is_known()
    {
        await System.IO.File.WriteAllBytesAsync(_folder.File("below"), new byte[65536], TestContext.Current.CancellationToken);
        await CreateAsync("-f", "qed", "-b", "below", "-F", "raw", File);
        using var disk = await _disks.OpenAsync(File, "qed", readOnly: false);
        Assert.Equal(["qed", "raw"], disk.Chain.Select(static image => image.Format));
    }

    [Theory]
    [InlineData("qed", "qcow2")]
    [InlineData("qcow", "raw")]
    public async Task A_backing_image_whose_format_it_does_not_say_is_refused(string format, string below)
    {
        await CreateAsync("-f", below, _folder.File("below"));
        await CreateAsync("-f", format, "-b", _folder.File("below"), "-F", below, File);
        await Failing.With(ErrorCodes.Storage.BackingFormatMissing, _disks.OpenAsync(File, format, readOnly: true));
    }

    [Fact]
    public async Task A_VMware_disk_on_another_is_refused()
    {
        await CreateAsync("-f", "vmdk", _folder.File("below"));
        await CreateAsync("-f", "vmdk", "-b", _folder.File("below"), "-F", "vmdk", File);
        await RefusedAsync("vmdk", "has-backing");
    }

    [Theory]
    [InlineData("monolithicFlat")]
    [InlineData("twoGbMaxExtentSparse")]
    public async Task A_VMware_disk_in_several_files_is_refused(string form)
    {
        await CreateAsync("-f", "vmdk", "-o", $"subformat={form}", File);
        await RefusedAsync("vmdk", "several-files");
    }

    [Fact]
    public async Task A_sparse_header_without_a_capacity_is_taken_for_a_description()
    {
        await CreateAsync("-f", "vmdk", File);
        var bytes = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        bytes.AsSpan(12, 8).Clear();
        await System.IO.File.WriteAllBytesAsync(File, bytes, TestContext.Current.CancellationToken);
        await RefusedAsync("vmdk", "several-files");
    }

    [Fact]
    public async Task An_encrypted_qcow_is_refused()
    {
        await CreateAsync("-f", "qcow", File);
        var bytes = await System.IO.File.ReadAllBytesAsync(File, TestContext.Current.CancellationToken);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(36), 1);
        await System.IO.File.WriteAllBytesAsync(File, bytes, TestContext.Current.CancellationToken);
        await RefusedAsync("qcow", "encrypted");
    }

    [Theory]
    [InlineData("bochs")]
    [InlineData("cloop")]
    [InlineData("dmg")]
    public async Task What_can_only_be_read_is_not_opened_to_be_written(string format)
    {
        await System.IO.File.WriteAllBytesAsync(File, new byte[4096], TestContext.Current.CancellationToken);
        await RefusedAsync(format, "only-read", readOnly: false);
        using var disk = await _disks.OpenAsync(File, format, readOnly: true);
        Assert.Single(disk.Chain);
    }
}
