using Pando.Linux.Files;
using Pando.Linux.Users;
using Pando.Model.Errors;
using Pando.Storage.FileSystems;
using Pando.Storage.Images;

namespace Pando.Storage.Tests.Images;

public sealed class GuestDisksTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FileSystemLanes _lanes = new(TimeProvider.System, TimeSpan.FromSeconds(10), Mounts.Points);
    private readonly GuestDisks _disks;

    public GuestDisksTests() => _disks = new GuestDisks(_lanes);

    public void Dispose()
    {
        _lanes.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_whole_chain_is_opened_the_guests_own_image_first()
    {
        await CreateAsync("bottom.img", "raw");
        await CreateAsync("middle.qcow2", "qcow2", "bottom.img", "raw");
        Directory.CreateDirectory(_folder.File("sub"));
        await CreateAsync("sub/top.qcow2", "qcow2", "../middle.qcow2", "qcow2");
        using var disk = await _disks.OpenAsync(_folder.File("sub/top.qcow2"), "qcow2", readOnly: false);
        Assert.Equal(["qcow2", "qcow2", "raw"], disk.Chain.Select(static image => image.Format));
        Assert.Equal([false, true, true], disk.Chain.Select(static image => image.ReadOnly));
        var bottom = FileStatus.TryOf(_folder.File("bottom.img"))!.Identity;
        Assert.Equal((bottom.Device, bottom.Inode), (disk.Chain[2].Device, disk.Chain[2].Inode));
    }

    [Fact]
    public async Task A_raw_disk_stays_raw_whatever_its_guest_wrote_onto_it()
    {
        await CreateAsync("evil.img", "qcow2", "/etc/shadow", "raw");
        using var disk = await _disks.OpenAsync(_folder.File("evil.img"), "raw", readOnly: false);
        Assert.Single(disk.Chain);
    }

    [Fact]
    public async Task A_backing_image_without_a_format_is_refused()
    {
        await CreateAsync("bottom.img", "raw");
        await CreateAsync("top.qcow2", "qcow2", "bottom.img", "raw");
        // The type of the header extension that names the format: an unknown one is skipped.
        var bytes = await File.ReadAllBytesAsync(_folder.File("top.qcow2"));
        var at = bytes.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xE2, 0x79, 0x2A, 0xCA]);
        bytes[at] = 0x11;
        await File.WriteAllBytesAsync(_folder.File("top.qcow2"), bytes);
        await Failing.With(ErrorCodes.Storage.BackingFormatMissing, _disks.OpenAsync(_folder.File("top.qcow2"), "qcow2", readOnly: true));
    }

    [Fact]
    public async Task A_chain_that_comes_back_to_itself_is_refused()
    {
        await CreateAsync("a.qcow2", "qcow2", _folder.File("b.qcow2"), "qcow2");
        await CreateAsync("b.qcow2", "qcow2", _folder.File("a.qcow2"), "qcow2");
        await CreateAsync("self.qcow2", "qcow2", "self.qcow2", "qcow2");
        await Failing.With(ErrorCodes.Storage.BackingLoop, _disks.OpenAsync(_folder.File("a.qcow2"), "qcow2", readOnly: true));
        await Failing.With(ErrorCodes.Storage.BackingLoop, _disks.OpenAsync(_folder.File("self.qcow2"), "qcow2", readOnly: true));
    }

    [Fact]
    public async Task A_chain_is_not_followed_for_ever()
    {
        await CreateAsync("0.qcow2", "qcow2");
        for (var i = 1; i <= GuestDisks.DepthLimit; i++)
        {
            await CreateAsync($"{i}.qcow2", "qcow2", $"{i - 1}.qcow2", "qcow2");
        }
        using (var disk = await _disks.OpenAsync(_folder.File($"{GuestDisks.DepthLimit - 1}.qcow2"), "qcow2", readOnly: true))
        {
            Assert.Equal(GuestDisks.DepthLimit, disk.Chain.Count);
        }
        await Failing.With(ErrorCodes.Storage.BackingTooDeep, _disks.OpenAsync(_folder.File($"{GuestDisks.DepthLimit}.qcow2"), "qcow2", readOnly: true));
    }

    [Theory]
    [InlineData("json:{\"driver\":\"host_device\"}")]
    [InlineData("nbd://10.0.0.1/disk")]
    [InlineData("fat:rw:/etc")]
    public async Task What_is_no_file_is_not_taken_for_a_backing_image(string backing)
    {
        await CreateAsync("top.qcow2", "qcow2", new string('x', backing.Length), "raw");
        var bytes = await File.ReadAllBytesAsync(_folder.File("top.qcow2"));
        var at = bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(new string('x', backing.Length)));
        System.Text.Encoding.UTF8.GetBytes(backing, bytes.AsSpan(at));
        await File.WriteAllBytesAsync(_folder.File("top.qcow2"), bytes);
        await Failing.With(ErrorCodes.Storage.ImageRefused, _disks.OpenAsync(_folder.File("top.qcow2"), "qcow2", readOnly: true));
    }

    [Fact]
    public async Task Data_in_another_file_are_refused()
    {
        Tool.Require("qemu-img", "qemu-utils");
        await Tool.RunAsync("qemu-img", "create", "-f", "qcow2", "-o", $"data_file={_folder.File("data")}", _folder.File("a.qcow2"), "10M");
        await Failing.With(ErrorCodes.Storage.ImageRefused, _disks.OpenAsync(_folder.File("a.qcow2"), "qcow2", readOnly: true));
    }

    [Fact]
    public async Task What_is_not_qcow2_is_not_opened_as_such()
    {
        await File.WriteAllBytesAsync(_folder.File("a"), new byte[4096]);
        var failure = await Failing.With(ErrorCodes.Storage.ImageMalformed, _disks.OpenAsync(_folder.File("a"), "qcow2", readOnly: true));
        Assert.Contains(_folder.File("a"), failure.Message, StringComparison.Ordinal);
        await Failing.With(ErrorCodes.Storage.BadFormat, _disks.OpenAsync(_folder.File("a"), "quorum", readOnly: true));
    }

    [Fact]
    public async Task The_component_that_stands_in_the_way_is_named()
    {
        await CreateAsync("top.qcow2", "qcow2", "gone/bottom.img", "raw");
        await File.WriteAllTextAsync(_folder.File("file"), "");
        await Expect(ErrorCodes.Storage.PathMissing, "missing.img", "missing.img");
        await Expect(ErrorCodes.Storage.PathMissing, "gone", "gone/a/b.img");
        await Expect(ErrorCodes.Storage.PathNotADirectory, "file", "file/b.img");
        await Expect(ErrorCodes.Storage.PathNotAFile, "", "");
        var behind = await Failing.With(ErrorCodes.Storage.PathMissing, _disks.OpenAsync(_folder.File("top.qcow2"), "qcow2", readOnly: true));
        Assert.Contains(behind.Facts, fact => fact == ("component", _folder.File("gone")));

        async Task Expect(ErrorCode code, string component, string path)
        {
            var failure = await Failing.With(code, _disks.OpenAsync(_folder.File(path), "raw", readOnly: true));
            Assert.Contains(failure.Facts, fact => fact == ("component", _folder.File(component).TrimEnd('/')));
        }
    }

    [Fact]
    public async Task A_link_of_another_user_is_not_followed()
    {
        Assert.SkipUnless(UserDatabase.EffectiveUid == 0, "needs root: makes files of another user");
        await File.WriteAllTextAsync(_folder.File("secret"), "not yours");
        Directory.CreateDirectory(_folder.File("theirs"));
        File.CreateSymbolicLink(_folder.File("theirs/disk.img"), _folder.File("secret"));
        await Tool.RunAsync("chown", "-hR", "65534:65534", _folder.File("theirs"));
        await Failing.With(ErrorCodes.Storage.PathUntrustedLink, _disks.OpenAsync(_folder.File("theirs/disk.img"), "raw", readOnly: true));
    }

    private async Task CreateAsync(string name, string format, string? backing = null, string? backingFormat = null)
    {
        if (format is "raw")
        {
            await File.WriteAllBytesAsync(_folder.File(name), new byte[65536]);
            return;
        }
        Tool.Require("qemu-img", "qemu-utils");
        string[] below = backing is null ? [] : ["-b", backing, "-F", backingFormat!];
        await Tool.RunAsync("qemu-img", ["create", "-f", "qcow2", "-u", .. below, _folder.File(name), "64K"]);
    }
}
