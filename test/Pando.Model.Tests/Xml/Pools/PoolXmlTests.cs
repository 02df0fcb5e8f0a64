using Pando.Model.Errors;
using Pando.Model.Pools;
using Pando.Model.Xml.Pools;

namespace Pando.Model.Tests.Xml.Pools;

public sealed class PoolXmlTests
{
    private const string Uuid = "2e78d8d1-1b62-403e-91d6-97642160cdc0";

    // As libvirt 9.0 writes it of a pool that is active.
    private const string Libvirts = $"""
        <pool type='dir'>
          <name>one</name>
          <uuid>{Uuid}</uuid>
          <capacity unit='bytes'>270553174016</capacity>
          <allocation unit='bytes'>21400289280</allocation>
          <available unit='bytes'>249152884736</available>
          <source>
          </source>
          <target>
            <path>/srv/one</path>
            <permissions>
              <mode>0750</mode>
              <owner>0</owner>
              <group>-1</group>
              <label>system_u:object_r:virt_image_t:s0</label>
            </permissions>
          </target>
        </pool>

        """;

    [Fact]
    public void What_libvirt_writes_is_read_and_written_again()
    {
        var pool = PoolXml.Read(Libvirts);
        Assert.Equal((Uuid, "one", "/srv/one"), (pool.Id.ToString(), pool.Name, pool.Path));
        Assert.Equal(
            new FilePermissions { Mode = (UnixFileMode)Convert.ToInt32("750", 8), Owner = 0, Label = "system_u:object_r:virt_image_t:s0" }, pool.Permissions);
        var written = PoolXml.Write(pool, new PoolRoom(270553174016, 21400289280, 249152884736));
        Assert.Equal(pool, PoolXml.Read(written));
        Assert.Equal(Words(Libvirts).Replace("<group>-1</group>", "", StringComparison.Ordinal).Replace("<source></source>", "<source/>", StringComparison.Ordinal), Words(written));
        Assert.DoesNotContain("capacity", PoolXml.Write(pool), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/srv//one/", "/srv/one")]
    [InlineData("//srv/./one//", "/srv/one")]
    [InlineData("/", "/")]
    public void A_directory_has_one_path(string written, string path) =>
        Assert.Equal(path, PoolXml.Read($"<pool type='dir'><name>a</name><target><path>{written}</path></target></pool>").Path);

    [Theory]
    [InlineData("<pool type='dir'><name>a</name><target><path>srv</path></target></pool>", "definition.bad-value")]
    [InlineData("<pool type='dir'><name>a</name><target><path>/srv/../etc</path></target></pool>", "definition.bad-value")]
    [InlineData("<pool type='dir'><name>a/b</name><target><path>/srv</path></target></pool>", "definition.bad-value")]
    [InlineData("<pool type='dir'><name>..</name><target><path>/srv</path></target></pool>", "definition.bad-value")]
    [InlineData("<pool type='dir'><name>a</name><target/></pool>", "definition.missing")]
    [InlineData("<pool type='dir'><name>a</name></pool>", "definition.missing")]
    [InlineData("<pool type='dir'><target><path>/srv</path></target></pool>", "definition.missing")]
    [InlineData("<pool><name>a</name><target><path>/srv</path></target></pool>", "definition.missing")]
    [InlineData("<pool type='nosuch'><name>a</name><target><path>/srv</path></target></pool>", "definition.bad-value")]
    [InlineData("<pool type='netfs'><name>a</name><target><path>/srv</path></target></pool>", "storage.pool-kind")]
    [InlineData("<pool type='dir'><name>a</name><source><host name='h'/></source><target><path>/srv</path></target></pool>", "definition.unsupported")]
    [InlineData("<pool type='dir'><name>a</name><target><path>/srv</path><permissions><mode>9</mode></permissions></target></pool>", "definition.bad-value")]
    [InlineData("<pool type='dir'><name>a</name><target><path>/srv</path><permissions><mode>77777</mode></permissions></target></pool>", "definition.bad-value")]
    [InlineData("<pool type='dir'><name>a</name><target><path>/srv</path></target><more/></pool>", "definition.unsupported")]
    [InlineData("<!DOCTYPE pool [<!ENTITY a 'b'>]><pool type='dir'/>", "definition.malformed")]
    [InlineData("<volume/>", "definition.unsupported")]
    public void What_cannot_be_is_refused_by_its_place(string text, string code) =>
        Assert.Equal(code, Assert.ThrowsAny<PandoException>(() => PoolXml.Read(text)).Code.ToString());

    private static string Words(string text) => string.Concat(text.Split('\n').Select(static line => line.Trim()));
}
