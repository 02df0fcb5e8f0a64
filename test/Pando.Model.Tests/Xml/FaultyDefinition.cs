using Pando.Model.Errors;
using Pando.Model.Xml;

namespace Pando.Model.Tests.Xml;

/// <summary>A machine in which a test puts one thing that is wrong, on a line of its own.</summary>
internal static class FaultyDefinition
{
    /// <summary>The fault is on this line.</summary>
    public const int Line = 6;

    private const string Inside = "<vcpu>4</vcpu>";

    private const string Good =
        """
        <domain type='qemu'>
          <name>vm1</name>
          <uuid>5f0e2b1a-0000-4000-8000-000000000001</uuid>
          <memory unit='MiB'>512</memory>
          <os><type machine='q35'>hvm</type></os>
          <vcpu>4</vcpu>
        </domain>
        """;

    /// <summary>The machine with another element, or another <c>vcpu</c>.</summary>
    public static string With(string element) =>
        Good.Replace(Inside, element.StartsWith("<vcpu", StringComparison.Ordinal) ? element : Inside + element);

    /// <summary>Refused with that code, at that element of that line.</summary>
    public static CallerException Refused(string element, string code, string path)
    {
        var failure = Assert.Throws<CallerException>(() => DomainXml.Read(With(element)));
        Assert.Equal(($"definition.{code}", Line.ToString(), $"/domain/{path}"), (failure.Code.Name, Fact(failure, "line"), Fact(failure, "element")));
        // Every placeholder of the sentence has its fact.
        Assert.DoesNotMatch(@"\{[a-z]+\}", failure.Message);
        return failure;
    }

    private static string Fact(PandoException failure, string name) => failure.Facts.Single(fact => fact.Name == name).Value;
}
