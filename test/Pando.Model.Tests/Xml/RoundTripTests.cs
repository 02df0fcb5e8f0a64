using Pando.Model.Domains;
using Pando.Model.Tests.Generators;
using Pando.Model.Xml;

namespace Pando.Model.Tests.Xml;

public class RoundTripTests
{
    private static readonly DomainXmlOptions WithSecrets = new() { IncludeSecrets = true };

    [Fact]
    public void What_is_in_force_comes_back_as_it_was_written()
    {
        var options = WithSecrets with { Live = true };
        Properties.Hold(DefinitionGenerator.Definitions, definition =>
            Assert.Equal(definition, DomainXml.Read(DomainXml.Write(definition, options))), times: 300);
    }

    [Fact]
    public void What_was_asked_for_comes_back_as_it_was_written() =>
        Properties.Hold(DefinitionGenerator.Asked, definition =>
            Assert.Equal(definition, DomainXml.Read(DomainXml.Write(definition, WithSecrets))), times: 300);

    [Fact]
    public void What_belongs_to_a_run_is_not_written_unless_asked_for() =>
        Properties.Hold(DefinitionGenerator.Definitions, definition =>
        {
            var asked = RunFacts.LeaveAway(definition) with { Devices = RunFacts.LeaveAway(definition.Devices) };
            Assert.Equal(asked, DomainXml.Read(DomainXml.Write(definition, WithSecrets)));
        });

    [Fact]
    public void Writing_again_what_was_written_is_the_same_text() =>
        Properties.Hold(DefinitionGenerator.Asked, definition =>
        {
            var once = DomainXml.Write(definition, WithSecrets);
            Assert.Equal(once, DomainXml.Write(DomainXml.Read(once), WithSecrets));
        });
}
