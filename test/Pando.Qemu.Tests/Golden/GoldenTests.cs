using System.Text;
using System.Text.Json;
using Pando.Model.Domains;
using Pando.Model.Xml;
using Pando.Qemu.Arguments;
using Pando.Qmp;

namespace Pando.Qemu.Tests.Golden;

/// <summary>
/// NAME.xml becomes NAME.args, one argument a line: a changed argument shows as one changed line.
/// PANDO_UPDATE_GOLDEN=1 writes the .args anew.
/// </summary>
public sealed class GoldenTests
{
    public static TheoryData<string> Names => [.. GoldenDefinition.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_definition_becomes_the_same_arguments_as_ever(string name)
    {
        DomainDefinition definition = GoldenDefinition.Read(name);
        OsDefinition os = definition.Os;
        bool flash = os.Loader?.Type == LoaderType.ParallelFlash;
        QemuCommandLine line = TestMachine.Build(
            definition,
            code: flash ? TestMachine.Image(os.Loader!.Path!, readOnly: true) : null,
            variables: flash && os.Nvram is { Path: { } path } ? TestMachine.Image(path) : null);
        string[] arguments = [.. line.Arguments.Select(argument => argument.ToString()), .. line.BeforeCont.Select(Told)];
        string file = Path.Combine(GoldenDefinition.Folder, $"{name}.args");
        if (RecordedQemu.Updating)
        {
            await File.WriteAllLinesAsync(file, arguments);
        }

        Assert.True(File.Exists(file), $"{file} is missing: run with PANDO_UPDATE_GOLDEN=1 and read what it writes.");
        Assert.Equal(await File.ReadAllLinesAsync(file), arguments);
    }

    /// <summary>A machine that runs is written down like this: for the next daemon, into saved files, and before a device is plugged.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void What_has_its_aliases_reads_back_as_it_was_written(string name)
    {
        var live = new DomainXmlOptions { IncludeSecrets = true, Live = true };

        string written = DomainXml.Write(DeviceAliases.Assign(GoldenDefinition.Read(name)), live);

        Assert.Equal(written, DomainXml.Write(DomainXml.Read(written), live));
    }

    [Fact]
    public void No_arguments_are_left_of_a_definition_that_is_gone()
    {
        IEnumerable<string> written = Directory.GetFiles(GoldenDefinition.Folder, "*.args").Select(file => Path.GetFileNameWithoutExtension(file));

        Assert.Equal(GoldenDefinition.Names, written.Order(StringComparer.Ordinal));
    }

    private static string Told(QmpVerb<Nothing> verb)
    {
        // A password stays out of files as it stays out of logs.
        if (verb is SetPassword)
        {
            return $"before cont: {verb}";
        }

        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            verb.WriteArguments(writer);
        }

        return $"before cont: {verb.Command} {Encoding.UTF8.GetString(bytes.ToArray())}";
    }
}
