using Pando.Model.Xml;

namespace Pando.Model.Tests;

/// <summary>
/// What becomes of each example is kept beside it, so that a change of a default shows as a changed line. With
/// PANDO_UPDATE_GOLDEN=1 they are written anew.
/// </summary>
public class GoldenTests
{
    public static TheoryData<string> Examples => [.. ExampleDefinitions.Names()];

    [Theory, MemberData(nameof(Examples))]
    public void The_normalised_example_is_as_it_was_kept(string name)
    {
        var text = DomainXml.Write(TestHost.Normalised(DomainXml.Read(ExampleDefinitions.Text(name))), new DomainXmlOptions { IncludeSecrets = true });
        if (Environment.GetEnvironmentVariable("PANDO_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(ExampleDefinitions.GoldenPath(name), text);
        }
        Assert.Equal(ExampleDefinitions.Golden(name), text);
    }

    [Theory, MemberData(nameof(Examples))]
    public void A_kept_definition_is_normalised_already(string name)
    {
        var golden = ExampleDefinitions.Golden(name);
        Assert.NotNull(golden);
        Assert.Equal(golden, DomainXml.Write(TestHost.Normalised(DomainXml.Read(golden)), new DomainXmlOptions { IncludeSecrets = true }));
    }
}
