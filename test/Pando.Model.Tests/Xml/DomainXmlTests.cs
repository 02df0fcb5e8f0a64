using Pando.Model.Xml;

namespace Pando.Model.Tests.Xml;

public class DomainXmlTests
{
    private static readonly DomainXmlOptions WithSecrets = new() { IncludeSecrets = true };

    public static TheoryData<string> Examples => [.. ExampleDefinitions.Names()];

    [Theory, MemberData(nameof(Examples))]
    public void What_was_written_reads_as_the_same_definition(string name)
    {
        var definition = DomainXml.Read(ExampleDefinitions.Text(name));
        Assert.Equal(definition, DomainXml.Read(DomainXml.Write(definition, WithSecrets)));
    }

    [Theory, MemberData(nameof(Examples))]
    public void Writing_again_what_was_written_changes_nothing(string name)
    {
        var once = DomainXml.Write(DomainXml.Read(ExampleDefinitions.Text(name)), WithSecrets);
        Assert.Equal(once, DomainXml.Write(DomainXml.Read(once), WithSecrets));
    }
}
