using Pando.Model.Ports;

namespace Pando.Storage.Tests.CloudInit;

public sealed class SeedIsoTests
{
    private static readonly CloudInitSeed Seed = new(
        "instance-id: một\n", "#cloud-config\n" + new string('x', 5000) + "\n", "version: 2\n");

    [Fact]
    public async Task Other_programs_read_the_same_files_under_the_names_cloud_init_looks_for()
    {
        Tool.Require("isoinfo", "genisoimage");
        await using var host = await TestHost.StartAsync();
        var path = await host.Storage.Volumes.WriteSeedAsync(Request, Seed);
        foreach (var (name, content) in new[] { ("meta-data", Seed.MetaData), ("user-data", Seed.UserData), ("network-config", Seed.NetworkConfig!) })
        {
            Assert.Equal(content, await Tool.RunAsync("isoinfo", "-J", "-i", path, "-x", "/" + name));
        }
        Assert.Equal(Seed.UserData, await Tool.RunAsync("isoinfo", "-i", path, "-x", "/USER_DAT.;1"));
        Assert.Contains("Volume id: CIDATA", await Tool.RunAsync("isoinfo", "-d", "-i", path), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_label_is_found_by_the_library_that_udev_uses()
    {
        Tool.Require("blkid", "util-linux");
        await using var host = await TestHost.StartAsync();
        var path = await host.Storage.Volumes.WriteSeedAsync(Request, Seed);
        Assert.Equal("CIDATA\niso9660\n", await Tool.RunAsync("blkid", "-p", "-o", "value", "-s", "LABEL", "-s", "TYPE", path));
    }

    [Fact]
    public async Task A_strict_reader_finds_nothing_to_complain_about()
    {
        Tool.Require("xorriso", "xorriso");
        await using var host = await TestHost.StartAsync();
        var path = await host.Storage.Volumes.WriteSeedAsync(Request, Seed);
        var output = Path.Join(host.Root, "read");
        await Tool.RunAsync("xorriso", "-abort_on", "WARNING", "-return_with", "WARNING", "32", "-osirrox", "on", "-read_fs", "norock",
            "-indev", path, "-extract", "/", output);
        Assert.Equal(Seed.UserData, await File.ReadAllTextAsync(Path.Join(output, "user-data")));
    }

    [Fact]
    public void The_same_seed_gives_the_same_image()
    {
        Assert.Equal(Pando.Storage.CloudInit.SeedIso.Write(Seed), Pando.Storage.CloudInit.SeedIso.Write(Seed));
    }

    [Fact]
    public async Task A_seed_without_network_config_has_no_such_file()
    {
        Tool.Require("isoinfo", "genisoimage");
        await using var host = await TestHost.StartAsync();
        var path = await host.Storage.Volumes.WriteSeedAsync(Request, Seed with { NetworkConfig = null });
        var listed = await Tool.RunAsync("isoinfo", "-J", "-f", "-i", path);
        Assert.Equal(["/meta-data", "/user-data"], listed.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Nobody_else_may_read_a_seed()
    {
        await using var host = await TestHost.StartAsync();
        var path = await host.Storage.Volumes.WriteSeedAsync(Request, Seed);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(path) & (UnixFileMode.OtherRead | UnixFileMode.GroupRead | UnixFileMode.OtherWrite));
        await host.Storage.Volumes.DiscardAsync(Request);
        Assert.Empty(host.PoolEntries());
    }

    private static VolumeRequest Request => new("default", "web1-seed.iso", "raw", null, null, FullCopy: false, "job-1");
}
