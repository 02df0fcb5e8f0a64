using Pando.Model.Errors;
using Pando.Model.Xml;

namespace Pando.Model.Tests.Xml;

/// <summary>A machine in which a test puts one thing that is wrong, on a line of its own.</summary>
internal static class FaultyDefinition
{
    /// <summary>The fault is on this line.</summary>
    public const int Line = 6;

    private static readonly string[] Replaceable = ["<vcpu>4</vcpu>", "<os><type machine='q35'>hvm</type></os>", "<on_crash>destroy</on_crash>"];

    private const string Good =
        """
        <domain type='qemu'>
          <name>vm1</name>
          <uuid>5f0e2b1a-0000-4000-8000-000000000001</uuid>
          <memory unit='MiB'>512</memory>
          <on_crash>destroy</on_crash>
          <vcpu>4</vcpu><os><type machine='q35'>hvm</type></os>
        </domain>
        """;

    /// <summary>The machine with another element, instead of its own of that name where it has one.</summary>
    public static string With(string element)
    {
        var name = element[..element.IndexOfAny([' ', '>', '/'])];
        var old = Array.Find(Replaceable, has => has.StartsWith(name, StringComparison.Ordinal) && !char.IsLetterOrDigit(has[name.Length])) ?? "";
        var without = old.Length > 0 ? Good.Replace(old, "") : Good;
        return without.Replace("\n</domain>", element + "\n</domain>");
    }

    /// <summary>Refused with that code, at that element of that line.</summary>
    public static CallerException Refused(string element, string code, string path, int line = Line)
    {
        var failure = Assert.Throws<CallerException>(() => DomainXml.Read(With(element)));
        Assert.Equal(($"definition.{code}", line.ToString(), $"/domain/{path}"), (failure.Code.Name, Fact(failure, "line"), Fact(failure, "element")));
        // Every placeholder of the sentence has its fact.
        Assert.DoesNotMatch(@"\{[a-z]+\}", failure.Message);
        return failure;
    }

    private static string Fact(PandoException failure, string name) => failure.Facts.Single(fact => fact.Name == name).Value;
}
