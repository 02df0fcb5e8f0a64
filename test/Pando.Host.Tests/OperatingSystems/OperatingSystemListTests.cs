using Pando.Host.OperatingSystems;
using Pando.Model.Host;
using OperatingSystem = Pando.Model.Host.OperatingSystem;

namespace Pando.Host.Tests.OperatingSystems;

public sealed class OperatingSystemListTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pando-osinfo-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_a_system_derives_from_is_its_own_too_unless_it_says_otherwise()
    {
        Write("a.xml", """
            <os id="a1"><short-id>a1</short-id><name>A</name><family>linux</family>
              <firmware arch="x86_64" type="bios"/>
              <resources arch="all"><minimum><n-cpus>1</n-cpus><ram>1073741824</ram></minimum></resources>
              <devices><device id="d1"/><device id="d2"/></devices></os>
            """);
        Write("b.xml", """
            <os id="a2"><short-id>a2</short-id><name>A 2</name><derives-from id="a1"/>
              <firmware arch="x86_64" type="bios" supported="false"/><firmware arch="x86_64" type="efi"/>
              <devices><device id="d1" removed="true"/><device id="d3"/></devices></os>
            """);

        OperatingSystem system = List().Find("a2")!;

        Assert.Equal(["d2", "d3"], system.Devices.Items.Order());
        Assert.Equal((true, false), (system.BootsUefi, system.BootsBios));
        Assert.Equal("linux", system.Family);
        Assert.Equal(new OperatingSystemNeeds(1, 1 << 20, null), system.Minimum);
    }

    [Fact]
    public void Systems_that_derive_from_one_another_are_read_all_the_same()
    {
        Write("a.xml", """<os id="a"><short-id>a1</short-id><derives-from id="b"/><devices><device id="x"/></devices></os>""");
        Write("b.xml", """<os id="b"><short-id>b1</short-id><derives-from id="a"/></os>""");

        Assert.Equal(["a1", "b1"], List().All.Select(static system => system.ShortIds[0]));
    }

    [Fact]
    public void A_version_that_is_newer_than_the_list_is_taken_for_the_newest_that_is_known()
    {
        Write("a.xml", """<os id="9"><short-id>tree9</short-id></os>""");
        Write("b.xml", """<os id="10"><short-id>tree10</short-id></os>""");
        Write("c.xml", """<os id="22.04"><short-id>wood22.04</short-id></os>""");

        Assert.Equal("10", List().Nearest("tree11")!.Id);
        Assert.Equal("22.04", List().Nearest("wood24.10")!.Id);
        Assert.Null(List().Nearest("tree8"));
        Assert.Null(List().Nearest("bush1"));
        Assert.Null(List().Nearest("tree"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<libosinfo")]
    [InlineData("<!DOCTYPE a [<!ENTITY b 'c'>]><libosinfo><os id='&b;'><short-id>x</short-id></os></libosinfo>")]
    [InlineData("<libosinfo><os><short-id>x</short-id></os><os id='y'/></libosinfo>")]
    public void A_file_that_is_none_is_passed_over(string text)
    {
        Write("good.xml", """<os id="good"><short-id>good</short-id></os>""");
        File.WriteAllText(Path.Combine(_folder.FullName, "os", "bad.xml"), text);

        Assert.Equal(["good"], List().All.Select(static system => system.Id));
    }

    [Fact]
    public void Where_nothing_is_installed_nothing_is_known() => Assert.Empty(new OperatingSystemList(_folder.FullName).All);

    [Fact]
    public void The_distributions_own_database_says_what_everybody_knows()
    {
        var list = new OperatingSystemList(OperatingSystemList.SystemFolders);
        Assert.SkipUnless(list.All.Count > 0, "osinfo-db is not installed");

        OperatingSystem debian = list.Nearest("debian12")!;
        Assert.StartsWith("http://debian.org/debian/", debian.Id);
        Assert.All([GuestDriver.VirtioBlock, GuestDriver.VirtioNetwork, GuestDriver.VirtioRandom, GuestDriver.Q35], driver => Assert.True(debian.Drives(driver), $"{driver}"));
        OperatingSystem windows = list.Find("win11")!;
        Assert.True(windows is { IsWindows: true, BootsUefi: true, BootsBios: false });
        Assert.False(windows.Drives(GuestDriver.VirtioBlock));
        Assert.Equal(4L << 20, windows.Minimum!.MemoryKiB);
    }

    private OperatingSystemList List() => new(_folder.FullName);

    private void Write(string name, string os)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, "os")).FullName;
        File.WriteAllText(Path.Combine(folder, name), $"<libosinfo version='0.0.1'>{os}</libosinfo>");
    }
}
