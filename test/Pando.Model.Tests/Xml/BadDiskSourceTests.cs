using Pando.Model.Errors;
using Pando.Model.Xml;

namespace Pando.Model.Tests.Xml;

/// <summary>Sources that contradict themselves are refused at the element that does.</summary>
public class BadDiskSourceTests
{
    [Theory]
    [InlineData("block", "<source file='/a'/>", "missing", "source/@dev")]
    [InlineData("block", "<source dev='sda'/>", "bad-value", "source/@dev")]
    [InlineData("block", "<source dev='/a'><reservations managed='no'/></source>", "missing", "source/reservations/source/@path")]
    [InlineData("block", "<source dev='/a'><reservations/></source>", "missing", "source/reservations/@managed")]
    [InlineData("dir", "<source/>", "missing", "source/@dir")]
    [InlineData("volume", "<source pool='p'/>", "missing", "source/@volume")]
    [InlineData("volume", "<source pool='p' volume='v' mode='any'/>", "bad-value", "source/@mode")]
    [InlineData("nvme", "<source type='usb' namespace='1'><address domain='0' bus='1' slot='0' function='0'/></source>", "bad-value", "source/@type")]
    [InlineData("nvme", "<source type='pci'><address domain='0' bus='1' slot='0' function='0'/></source>", "missing", "source/@namespace")]
    [InlineData("nvme", "<source type='pci' namespace='0'><address domain='0' bus='1' slot='0' function='0'/></source>", "bad-value", "source/@namespace")]
    [InlineData("vhostuser", "<source type='unix'/>", "missing", "source/@path")]
    [InlineData("vhostuser", "<source type='unix' path='/s'><reconnect enabled='yes'/></source>", "missing", "source/reconnect/@timeout")]
    [InlineData("file", "<source file='/a'><slices><slice type='storage' offset='0'/></slices></source>", "missing", "source/slices/slice/@size")]
    [InlineData("file", "<source file='/a'><slices><slice type='storage' offset='0' size='0'/></slices></source>", "bad-value", "source/slices/slice/@size")]
    [InlineData("file", "<source file='/a'><encryption format='rot13'/></source>", "bad-value", "source/encryption/@format")]
    [InlineData("file", "<source file='/a'><encryption format='luks'><secret type='passphrase'/></encryption></source>", "missing", "source/encryption/secret/@uuid")]
    [InlineData("file", "<source file='/a'><encryption format='luks'><secret type='passphrase' uuid='1'/></encryption></source>", "bad-value", "source/encryption/secret/@uuid")]
    [InlineData("network", "<source name='x'/>", "missing", "source/@protocol")]
    [InlineData("network", "<source protocol='smb' name='x'/>", "bad-value", "source/@protocol")]
    [InlineData("network", "<source protocol='nbd'/>", "missing", "source/host")]
    [InlineData("network", "<source protocol='nbd'><host name='a'/><host name='b'/></source>", "conflict", "source/host[2]")]
    [InlineData("network", "<source protocol='nbd'><host transport='unix'/></source>", "missing", "source/host/@socket")]
    [InlineData("network", "<source protocol='nbd'><host transport='rdma' name='a'/></source>", "bad-value", "source/host/@transport")]
    [InlineData("network", "<source protocol='http' name='a'><host transport='unix' socket='/s'/></source>", "bad-value", "source/host/@transport")]
    [InlineData("network", "<source protocol='http' name='a'><host name='a/b'/></source>", "bad-value", "source/host/@name")]
    [InlineData("network", "<source protocol='http' name='a'><host name='a' port='0'/></source>", "bad-value", "source/host/@port")]
    [InlineData("network", "<source protocol='http'><host name='a'/></source>", "missing", "source/@name")]
    [InlineData("network", "<source protocol='http' name='a'><host name='a'/><cookies><cookie name='a b'>v</cookie></cookies></source>", "bad-value", "source/cookies/cookie/@name")]
    [InlineData("network", "<source protocol='http' name='a'><host name='a'/><cookies><cookie name='a'>v;w</cookie></cookies></source>", "bad-value", "source/cookies/cookie")]
    [InlineData("network", "<source protocol='http' name='a'><host name='a'/><cookies><cookie name='a'>v</cookie><cookie name='a'>w</cookie></cookies></source>", "repeated", "source/cookies/cookie[2]")]
    [InlineData("network", "<source protocol='http' name='a'><host name='a'/><readahead size='0'/></source>", "bad-value", "source/readahead/@size")]
    [InlineData("network", "<source protocol='rbd' name='p/i'><auth username='u'><secret type='iscsi' usage='s'/></auth></source>", "bad-value", "source/auth/secret/@type")]
    [InlineData("network", "<source protocol='iscsi' name='i'><host name='a'/><auth username='u'><secret usage='s'/></auth></source>", "missing", "source/auth/secret/@type")]
    [InlineData("network", "<source protocol='nbd'><host name='a'/><auth username='u'><secret type='iscsi' usage='s'/></auth></source>", "conflict", "source/auth")]
    [InlineData("network", "<source protocol='nbd' startupPolicy='optional'><host name='a'/></source>", "conflict", "source")]
    [InlineData("network", "<source protocol='gluster' name='volume'><host name='a'/></source>", "bad-value", "source/@name")]
    [InlineData("network", "<source protocol='nbd' query='a'><host name='a'/></source>", "unsupported", "source/@query")]
    [InlineData("file", "<source file='/a'/><backingStore type='file'><source/></backingStore>", "missing", "backingStore/source/@*")]
    [InlineData("file", "<source file='/a'/><backingStore type='file'><format type='qcow2'><metadata_cache><max_size unit='apples'>1</max_size></metadata_cache></format><source file='/b'/></backingStore>", "bad-value", "backingStore/format/metadata_cache/max_size/@unit")]
    public void A_contradiction_is_refused_where_it_is(string type, string source, string code, string element)
    {
        var xml = $"<domain type='qemu'><name>a</name><memory>1</memory><os><type>hvm</type></os><devices><disk type='{type}'>{source}<target dev='vda'/></disk></devices></domain>";
        var failure = Assert.Throws<CallerException>(() => DomainXml.Read(xml));
        Assert.Equal(("definition." + code, "/domain/devices/disk/" + element), (failure.Code.Name, failure.Facts.Single(fact => fact.Name == "element").Value));
    }

    [Fact]
    public void The_value_of_a_cookie_is_in_no_error()
    {
        const string Xml = "<domain type='qemu'><name>a</name><memory>1</memory><os><type>hvm</type></os><devices><disk type='network'><source protocol='http' name='a'><host name='a'/><cookies><cookie name='a'>let me;in</cookie></cookies></source><target dev='vda'/></disk></devices></domain>";
        Assert.DoesNotContain("let me", Assert.Throws<CallerException>(() => DomainXml.Read(Xml)).ToString());
    }
}
