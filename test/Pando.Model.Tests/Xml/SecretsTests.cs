using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Xml;

namespace Pando.Model.Tests.Xml;

public class SecretsTests
{
    private static readonly DomainDefinition Definition = DomainXml.Read(ExampleDefinitions.Text("displays"));

    [Fact]
    public void A_password_is_not_written_unless_asked_for()
    {
        Assert.DoesNotContain("sesame", DomainXml.Write(Definition));
        Assert.DoesNotContain("sesame", DomainXml.Write(Definition, new DomainXmlOptions { Live = true }));
        Assert.Contains("passwd='sesame'", DomainXml.Write(Definition, new DomainXmlOptions { IncludeSecrets = true }));
    }

    [Fact]
    public void A_password_shows_in_no_text_of_a_record()
    {
        Assert.DoesNotContain("sesame", Definition.ToString());
        Assert.Equal("***", $"{new Secret("sesame")}");
        Assert.Equal("sesame", ((VncGraphics)Definition.Devices.Graphics[0]).Password!.Value.Reveal());
    }

    [Fact]
    public void Secrets_are_equal_where_their_texts_are()
    {
        Assert.Equal(new Secret("a"), new Secret("a"));
        Assert.NotEqual(new Secret("a"), new Secret("b"));
        Assert.NotEqual(new Secret("a"), new Secret("ab"));
    }
}
