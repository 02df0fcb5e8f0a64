using System.Security.Cryptography;
using System.Text;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Storage.Tests.Images;

namespace Pando.Storage.Tests.Installers;

public sealed class OperatingSystemInstallersTests
{
    private static readonly byte[] Kernel = RandomNumberGenerator.GetBytes(3000);
    private static readonly byte[] Initrd = RandomNumberGenerator.GetBytes(2_500_000);

    public static TheoryData<string, string, string> Places => new()
    {
        { "install.amd", "vmlinuz", "initrd.gz" },
        { "dists/bookworm/main/installer-amd64/current/images/netboot/debian-installer/amd64", "linux", "initrd.gz" },
        { "current/images/netboot/debian-installer/amd64", "linux", "initrd.gz" },
        { "debian-installer/amd64", "linux", "initrd.gz" },
        { "images/pxeboot", "vmlinuz", "initrd.img" },
        { "boot/x86_64/loader", "linux", "initrd" },
        { "casper", "vmlinuz", "initrd" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task A_tree_is_known_by_where_its_kernel_is(string folder, string kernel, string initrd)
    {
        await using var host = await TestHost.StartAsync();
        var tree = Tree(host.Root, folder, kernel, initrd);
        var source = await host.Storage.Installers.FindAsync(tree);
        Assert.Equal(new InstallerSource(tree, $"{folder}/{kernel}", $"{folder}/{initrd}", null, null), source);
        await AssertFetchedAsync(host, source);
    }

    [Theory]
    [InlineData("-R")]
    [InlineData("-J")]
    [InlineData("-l")]
    public async Task An_image_is_read_by_the_names_that_it_has(string names)
    {
        Tool.Require("genisoimage", "genisoimage");
        await using var host = await TestHost.StartAsync();
        var tree = Tree(host.Root, "install.amd", "vmlinuz", "initrd.gz");
        // So many that the folder's records cross a sector.
        for (var number = 0; number < 100; number++)
        {
            await File.WriteAllTextAsync(Path.Join(tree, "install.amd", $"file{number}.txt"), "");
        }
        var iso = Path.Join(host.Root, "medium.iso");
        await Tool.RunAsync("genisoimage", "-quiet", names, "-o", iso, tree);
        var source = await host.Storage.Installers.FindAsync(iso);
        Assert.Equal(new InstallerSource(iso, "install.amd/vmlinuz", "install.amd/initrd.gz", iso, null), source);
        await AssertFetchedAsync(host, source);
    }

    [Fact]
    public async Task A_broken_image_is_no_installer_and_no_harm()
    {
        Tool.Require("genisoimage", "genisoimage");
        await using var host = await TestHost.StartAsync();
        var iso = Path.Join(host.Root, "medium.iso");
        await Tool.RunAsync("genisoimage", "-quiet", "-R", "-o", iso, Tree(host.Root, "install.amd", "vmlinuz", "initrd.gz"));
        var whole = await File.ReadAllBytesAsync(iso);
        for (var turn = 0; turn < 200; turn++)
        {
            await File.WriteAllBytesAsync(iso, Damaged(whole, turn));
            try
            {
                await host.Storage.Installers.FindAsync(iso);
            }
            catch (CallerException refused)
            {
                Assert.Equal(ErrorCodes.Storage.NoInstaller, refused.Code);
            }
        }
    }

    [Fact]
    public async Task A_tree_on_the_network_is_asked_for_each_place_and_named_to_an_installer_that_needs_it()
    {
        await using var host = await TestHost.StartAsync();
        await using var server = new ScriptedWebServer(request =>
            request.Contains(" /tree/images/pxeboot/vmlinuz ", StringComparison.Ordinal) ? ScriptedWebServer.File(Kernel)(request)
            : request.Contains(" /tree/images/pxeboot/initrd.img ", StringComparison.Ordinal) ? ScriptedWebServer.File(Initrd)(request)
            : ScriptedWebServer.Status("404 Not Found")(request));
        var source = await host.Storage.Installers.FindAsync(server.Url("/tree/"));
        Assert.Equal(("images/pxeboot/vmlinuz", null, $"inst.repo={server.Url("/tree/")}"), (source.Kernel, source.Medium, source.Arguments));
        Assert.Contains(server.Requests, request => request.StartsWith("HEAD /tree/dists/stable/main/installer-amd64/", StringComparison.Ordinal));
        await AssertFetchedAsync(host, source);
    }

    [Fact]
    public async Task A_server_that_has_none_and_one_that_fails_are_told_apart()
    {
        await using var host = await TestHost.StartAsync();
        await using (var empty = new ScriptedWebServer(ScriptedWebServer.Status("404 Not Found")))
        {
            await Failing.With(ErrorCodes.Storage.NoInstaller, host.Storage.Installers.FindAsync(empty.Url("/")));
        }
        await using var broken = new ScriptedWebServer(ScriptedWebServer.Status("500 Internal Server Error"));
        await Failing.With(ErrorCodes.Image.DownloadRefused, host.Storage.Installers.FindAsync(broken.Url("/")));
    }

    [Fact]
    public async Task What_is_no_place_is_refused()
    {
        await using var host = await TestHost.StartAsync();
        await Failing.With(ErrorCodes.Storage.NoInstaller, host.Storage.Installers.FindAsync(host.Root));
        await Failing.With(ErrorCodes.Storage.PathMissing, host.Storage.Installers.FindAsync("/nowhere/at/all"));
        await Failing.With(ErrorCodes.Image.BadSource, host.Storage.Installers.FindAsync("ftp://example.org/debian"));
        var text = Path.Join(host.Root, "text.iso");
        await File.WriteAllTextAsync(text, "no image", Encoding.UTF8);
        await Failing.With(ErrorCodes.Storage.NoInstaller, host.Storage.Installers.FindAsync(text));
    }

    /// <summary>Other bytes at a few places of the descriptors and folders; every fourth one is cut off too. The same each time.</summary>
    private static byte[] Damaged(byte[] whole, int turn)
    {
        const int firstDescriptor = 16 * 2048;
        var choices = SHA512.HashData(BitConverter.GetBytes(turn));
        var damaged = whole.ToArray();
        for (var at = 0; at < choices.Length; at += 4)
        {
            damaged[firstDescriptor + (BitConverter.ToUInt16(choices, at) % firstDescriptor)] = choices[at + 2];
        }
        return turn % 4 == 0 ? damaged[..(BitConverter.ToUInt16(choices, 0) % damaged.Length)] : damaged;
    }

    private static string Tree(string root, string folder, string kernel, string initrd)
    {
        var tree = Path.Join(root, "tree");
        var below = Directory.CreateDirectory(Path.Join(tree, folder)).FullName;
        File.WriteAllBytes(Path.Join(below, kernel), Kernel);
        File.WriteAllBytes(Path.Join(below, initrd), Initrd);
        return tree;
    }

    private static async Task AssertFetchedAsync(TestHost host, InstallerSource source)
    {
        var folder = Path.Join(host.Root, "fetched");
        var seen = new List<(string, long, long?)>();
        await host.Storage.Installers.FetchAsync(source, folder, (file, done, total) => seen.Add((file, done, total)));
        Assert.Equal(Kernel, await File.ReadAllBytesAsync(Path.Join(folder, "kernel")));
        Assert.Equal(Initrd, await File.ReadAllBytesAsync(Path.Join(folder, "initrd")));
        Assert.Equal(("initrd", Initrd.Length, Initrd.Length), seen[^1]);
        // Again, in place of what is there.
        await host.Storage.Installers.FetchAsync(source, folder, (_, _, _) => { });
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }
}
