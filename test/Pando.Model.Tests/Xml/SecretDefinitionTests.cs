using Pando.Model.Errors;
using Pando.Model.Xml.Secrets;

namespace Pando.Model.Tests.Xml;

public class SecretDefinitionTests
{
    [Theory]
    [InlineData("volume", "volume")]
    [InlineData("ceph", "name")]
    [InlineData("iscsi", "target")]
    [InlineData("tls", "name")]
    [InlineData("vtpm", "name")]
    public void Each_use_is_written_as_it_was_read(string kind, string holder)
    {
        string text = $"""
            <secret ephemeral='no' private='yes'>
              <uuid>0a81f5b2-8403-7b23-c8d6-21ccc2f80d6f</uuid>
              <description>a &amp; b</description>
              <usage type='{kind}'>
                <{holder}>what it is for</{holder}>
              </usage>
            </secret>

            """;
        Assert.Equal(text, SecretDefinitionXml.Write(SecretDefinitionXml.Read(text)), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void One_without_a_uuid_gets_one_and_none_needs_a_use() =>
        Assert.True(SecretDefinitionXml.Read("<secret/>") is { Usage: null, Private: false } secret && secret.Id != Guid.Empty);

    [Theory]
    [InlineData("<domain/>", "definition.unsupported")]
    [InlineData("<secret><value>x</value></secret>", "definition.unsupported")]
    [InlineData("<secret ephemeral='maybe'/>", "definition.bad-value")]
    [InlineData("<secret><uuid>1</uuid></secret>", "definition.bad-value")]
    [InlineData("<secret><usage type='love'><name>x</name></usage></secret>", "definition.bad-value")]
    [InlineData("<secret><usage type='ceph'><target>x</target></usage></secret>", "definition.missing")]
    [InlineData("<secret><usage type='ceph'><name/></usage></secret>", "definition.missing")]
    [InlineData("<!DOCTYPE secret [<!ENTITY a 'b'>]><secret>&a;</secret>", "definition.malformed")]
    public void What_is_no_secret_is_refused(string text, string code) =>
        Assert.Equal(code, Assert.Throws<CallerException>(() => SecretDefinitionXml.Read(text)).Code.Name);
}
