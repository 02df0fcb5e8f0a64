using Pando.Model.Errors;
using Pando.Storage.Images.Building;

namespace Pando.Storage.Tests.Images;

public sealed class BuildPartsTests
{
    private const string Deb822 = """
        # The host's own
        Types: deb deb-src
        URIs: http://mirror.example.org/debian
        Suites: bookworm bookworm-updates
        Components: main contrib
        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

        Types: deb
        URIs: http://security.debian.org/debian-security
        Suites: bookworm-security
        Components: main
        Signed-By:
         -----BEGIN PGP PUBLIC KEY BLOCK-----
         .
         -----END PGP PUBLIC KEY BLOCK-----

        Enabled: no
        Types: deb
        URIs: http://off.example.org/debian
        Suites: bookworm
        Components: main
        """;

    [Fact]
    public void The_hosts_own_mirrors_are_used_and_no_others()
    {
        var text = DebianSources.For("bookworm",
        [
            ("/etc/apt/sources.list.d/debian.sources", Deb822),
            ("/etc/apt/sources.list.d/docker.list", "deb [arch=amd64 signed-by=/k.gpg] https://download.example.com/linux/debian bookworm stable\n"),
            ("/etc/apt/sources.list.d/vendor.list", "deb https://packages.example.com/apt bookworm main\n"),
        ]);
        Assert.Equal("""
            Types: deb
            URIs: http://mirror.example.org/debian
            Suites: bookworm bookworm-updates
            Components: main
            Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

            Types: deb
            URIs: http://security.debian.org/debian-security
            Suites: bookworm-security
            Components: main

            """, text);
    }

    [Fact]
    public void A_host_of_another_release_knows_the_mirrors_too()
    {
        var text = DebianSources.For("bookworm", [("/etc/apt/sources.list", """
            # deb http://commented.example.org/debian trixie main
            deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://mirror.example.org/debian/ trixie main non-free # ours
            deb http://mirror.example.org/debian-security trixie-security main
            """)]);
        Assert.Contains("URIs: http://mirror.example.org/debian/\nSuites: bookworm bookworm-updates\n", text, StringComparison.Ordinal);
        Assert.Contains("URIs: http://mirror.example.org/debian-security\nSuites: bookworm-security\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_without_a_mirror_is_told_so()
    {
        var failure = Assert.Throws<CallerException>(static () => DebianSources.For("bookworm", [("/etc/apt/sources.list", "deb http://archive.example.com/ubuntu noble main\n")]));
        Assert.Equal(ErrorCodes.Image.NoDebianSource, failure.Code);
    }

    [Fact]
    public void Of_apts_settings_only_those_about_reaching_mirrors_are_taken()
    {
        Assert.Equal(
            ["Acquire::http::Proxy \"http://proxy:3128\"", "Acquire::Check-Date \"false\""],
            AptOptions.Relevant(
            [
                "Acquire \"\";", "Acquire::http::Proxy \"http://proxy:3128\";", "Acquire::Check-Date \"false\";", "Acquire::AllowInsecureRepositories \"1\";",
                "Acquire::http::Proxy-Auto-Detect \"/usr/bin/evil\";", "Acquire::http::Proxy \"\";",
            ]));
    }

    [Fact]
    public void Packages_are_counted_and_the_whole_is_told_only_when_it_is_known()
    {
        var seen = new List<(long, long?, string)>();
        var progress = new PackageProgress((done, total, note) => seen.Add((done, total, note)));
        foreach (var line in new[]
        {
            "Reading package lists...",
            "0 upgraded, 1 newly installed, 0 to remove and 0 not upgraded.",
            "Get:1 http://mirror/debian bookworm/main amd64 libc6 amd64 2.36 [2759 kB]",
            "Unpacking libc6:amd64 (2.36) ...",
            "Setting up libc6:amd64 (2.36) ...",
            "0 upgraded, 2 newly installed, 0 to remove and 0 not upgraded.",
            "Setting up libc6:amd64 (2.36) ...",
            "Setting up dbus (1.14) ...",
        })
        {
            progress.Read(line);
        }
        Assert.Equal(
        [
            (0, null, "downloading"), (0, null, "downloading libc6"), (0, null, "unpacking libc6"), (1, null, "setting up libc6"),
            (1, 3, "downloading"), (1, 3, "setting up libc6"), (2, 3, "setting up dbus"),
        ], seen);
    }

    [Fact]
    public void Every_file_of_the_guest_is_in_the_program()
    {
        var files = GuestFiles.All().Select(static file => file.Path).ToList();
        Assert.Contains("boot/grub/grub.cfg", files);
        Assert.Contains("etc/systemd/system/cloud-final.service.d/network.conf", files);
        Assert.All(files, static path => Assert.DoesNotContain("..", path, StringComparison.Ordinal));
    }
}
