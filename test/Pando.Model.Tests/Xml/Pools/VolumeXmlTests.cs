using Pando.Model.Errors;
using Pando.Model.Pools;
using Pando.Model.Xml.Pools;

namespace Pando.Model.Tests.Xml.Pools;

public sealed class VolumeXmlTests
{
    [Fact]
    public void What_libvirt_writes_of_a_volume_asks_for_another_like_it()
    {
        // As libvirt 9.0 writes it.
        var wanted = VolumeXml.Read("""
            <volume type='file'>
              <name>c.qcow2</name>
              <key>/srv/one/c.qcow2</key>
              <capacity unit='bytes'>20971520</capacity>
              <allocation unit='bytes'>200704</allocation>
              <physical unit='bytes'>196616</physical>
              <target>
                <path>/srv/one/c.qcow2</path>
                <format type='qcow2'/>
                <permissions><mode>0600</mode><owner>0</owner><group>0</group></permissions>
                <timestamps><atime>1795332586.648155293</atime><btime>0</btime></timestamps>
                <compat>1.1</compat>
                <clusterSize unit='B'>65536</clusterSize>
                <features><lazy_refcounts/></features>
              </target>
              <backingStore>
                <path>/srv/one/a.qcow2</path>
                <format type='qcow2'/>
                <permissions><mode>0600</mode></permissions>
                <timestamps><atime>1</atime></timestamps>
              </backingStore>
            </volume>
            """);
        Assert.Equal(
            new VolumeDefinition
            {
                Name = "c.qcow2",
                CapacityBytes = 20971520,
                AllocationBytes = 200704,
                Format = "qcow2",
                LazyRefcounts = true,
                Backing = new VolumeBacking("/srv/one/a.qcow2", "qcow2"),
            },
            wanted);
    }

    [Fact]
    public void A_volume_is_written_in_libvirts_form_and_read_again()
    {
        var text = VolumeXml.Write(new VolumeDescription(
            "a <b>", "/srv/a <b>", "qcow2", 4096, 512, 1024, new VolumeBacking("/srv/base", "raw"),
            new FilePermissions { Mode = UnixFileMode.UserRead, Owner = 0, Group = 12 }, DateTimeOffset.UnixEpoch.AddTicks(12_345_678)));
        Assert.Contains("<key>/srv/a &lt;b&gt;</key>", text, StringComparison.Ordinal);
        Assert.Contains("<mode>0400</mode>", text, StringComparison.Ordinal);
        Assert.Contains("<mtime>1.234567800</mtime>", text, StringComparison.Ordinal);
        Assert.Contains("<physical unit='bytes'>1024</physical>", text, StringComparison.Ordinal);
        Assert.Equal(
            new VolumeDefinition { Name = "a <b>", CapacityBytes = 4096, AllocationBytes = 512, Format = "qcow2", Backing = new VolumeBacking("/srv/base", "raw") },
            VolumeXml.Read(text));
    }

    [Fact]
    public void Units_are_libvirts()
    {
        var wanted = VolumeXml.Read("<volume><name>a</name><capacity unit='MiB'>3</capacity><allocation>7</allocation></volume>");
        Assert.Equal((3L << 20, 7L, "raw"), (wanted.CapacityBytes, wanted.AllocationBytes, wanted.Format));
    }

    [Theory]
    [InlineData("<volume><capacity>1</capacity></volume>", "definition.missing")]
    [InlineData("<volume type='block'><name>a</name></volume>", "definition.bad-value")]
    [InlineData("<volume><name>a</name><capacity>-1</capacity></volume>", "definition.bad-value")]
    [InlineData("<volume><name>a</name><capacity unit='XB'>1</capacity></volume>", "definition.bad-value")]
    [InlineData("<volume><name>a</name><capacity unit='EiB'>9</capacity></volume>", "definition.bad-value")]
    [InlineData("<volume><name>a</name><target><format type='vmdk'/></target></volume>", "storage.bad-format")]
    [InlineData("<volume><name>a</name><target><compat>0.10</compat></target></volume>", "definition.bad-value")]
    [InlineData("<volume><name>a</name><target><encryption format='luks'/></target></volume>", "definition.unsupported")]
    [InlineData("<volume><name>a</name><backingStore><path>rel</path></backingStore></volume>", "definition.bad-value")]
    [InlineData("<volume><name>a</name><backingStore/></volume>", "definition.missing")]
    [InlineData("<pool/>", "definition.unsupported")]
    public void What_cannot_be_is_refused_by_its_place(string text, string code) =>
        Assert.Equal(code, Assert.ThrowsAny<PandoException>(() => VolumeXml.Read(text)).Code.ToString());
}
