using System.Security.Cryptography;
using System.Text;
using Pando.Api.Secrets;
using Pando.Cli.Failures;
using Pando.Cli.Output;
using Pando.Cli.Terminal;

namespace Pando.Cli.Commands;

/// <summary>virsh's <c>secret-…</c>. A value is never an argument: those everybody on the host can read.</summary>
internal static class SecretCommands
{
    public static CliCommand List(string name)
    {
        var (ephemeral, kept) = (new Flag("--ephemeral"), new Flag("--no-ephemeral"));
        var (hidden, open) = (new Flag("--private"), new Flag("--no-private"));
        return new CliCommand(name, "secret-list", ListAsync, ephemeral, kept, hidden, open) { Examples = ["pando secret-list", "pando secret-list --private"] };

        async Task<int> ListAsync(Run run)
        {
            IReadOnlyList<SecretFacts> secrets =
            [
                .. (await run.Client.ListSecretsAsync())
                    .Where(secret => IsWanted(secret.Ephemeral, run.Has(ephemeral), run.Has(kept)) && IsWanted(secret.Private, run.Has(hidden), run.Has(open))),
            ];
            run.Show(secrets, writer =>
            {
                var texts = run.Texts;
                var table = new Table("UUID", texts["secret.usage-type"], texts["secret.usage"], texts["secret.has-value"]);
                foreach (var secret in secrets)
                {
                    table.Add(secret.Id.ToString(), secret.UsageType ?? "", secret.Usage ?? "", MachineFacts.YesNo(run, secret.HasValue));
                }
                table.WriteTo(writer, run.Colours);
            });
            return ExitCode.Done;
        }
    }

    public static CliCommand Define(string name)
    {
        var file = new Operand("FILE", WordKind.File);
        var validate = new Flag("--validate");
        return new CliCommand(name, "secret-define", DefineAsync, file, validate) { Examples = ["pando secret-define luks.xml"] };

        async Task<int> DefineAsync(Run run)
        {
            var path = run.Value(file);
            var xml = await InputFile.ReadAsync(run, path);
            var defined = await OfFile.AskAsync(path, () => Changes.DoAsync(run, (pandod, cancel) => pandod.DefineSecretAsync(xml, cancel)));
            run.Say(defined, "secret.defined", ("id", defined.Id.ToString()));
            return ExitCode.Done;
        }
    }

    public static CliCommand DumpXml(string name)
    {
        var secret = Secret();
        return new CliCommand(name, "secret-dumpxml", DumpAsync, secret) { Examples = ["pando secret-dumpxml /images/web1.qcow2"] };

        async Task<int> DumpAsync(Run run)
        {
            run.WriteXml(await run.Client.GetSecretXmlAsync(run.Value(secret)));
            return ExitCode.Done;
        }
    }

    public static CliCommand SetValue(string name)
    {
        var secret = Secret();
        var file = new Setting("--file", "FILE") { Kind = WordKind.File };
        var plain = new Flag("--plain");
        var interactive = new Flag("--interactive");
        return new CliCommand(name, "secret-set-value", SetAsync, secret, file, plain, interactive)
        {
            Examples = ["pando secret-set-value /images/web1.qcow2", "pando secret-set-value /images/web1.qcow2 --file ./key --plain"],
        };

        async Task<int> SetAsync(Run run)
        {
            if (run.Value(file) is not null && run.Has(interactive))
            {
                throw CliException.Usage("two-sources", ("first", "--file"), ("second", "--interactive"));
            }
            var value = run.Value(file) is { } path
                ? FromFile(path, await InputFile.ReadAsync(run, path), run.Has(plain))
                : Encoding.UTF8.GetBytes(SecretPrompt.Ask(run, run.Texts["secret.question", ("name", run.Value(secret))]));
            try
            {
                await Changes.DoAsync(run, (pandod, cancel) => pandod.SetSecretValueAsync(run.Value(secret), new SecretContent { Value = value }, cancel));
            }
            finally
            {
                CryptographicOperations.ZeroMemory(value);
            }
            run.Say("secret.value-set", ("name", run.Value(secret)));
            return ExitCode.Done;
        }
    }

    public static CliCommand GetValue(string name)
    {
        var secret = Secret();
        var plain = new Flag("--plain");
        return new CliCommand(name, "secret-get-value", GetAsync, secret, plain) { Examples = ["pando secret-get-value /images/web1.qcow2 --plain"] };

        async Task<int> GetAsync(Run run)
        {
            var content = await run.Client.GetSecretValueAsync(run.Value(secret));
            if (run.Has(plain))
            {
                await using var output = run.Around.OutBytes();
                await output.WriteAsync(content.Value);
                return ExitCode.Done;
            }
            run.Show(content, writer => writer.WriteLine(Convert.ToBase64String(content.Value)));
            return ExitCode.Done;
        }
    }

    public static CliCommand Undefine(string name)
    {
        var secret = Secret();
        return new CliCommand(name, "secret-undefine", UndefineAsync, secret) { Examples = ["pando secret-undefine /images/web1.qcow2"] };

        async Task<int> UndefineAsync(Run run)
        {
            await Changes.DoAsync(run, (pandod, cancel) => pandod.UndefineSecretAsync(run.Value(secret), cancel));
            run.Say("secret.undefined", ("name", run.Value(secret)));
            return ExitCode.Done;
        }
    }

    private static Operand Secret() => new("SECRET", WordKind.Secret);

    private static bool IsWanted(bool has, bool with, bool without) => with == without || has == with;

    private static byte[] FromFile(string path, ReadOnlyMemory<byte> content, bool plain)
    {
        if (plain)
        {
            return content.ToArray();
        }
        try
        {
            return Convert.FromBase64String(Encoding.ASCII.GetString(content.Span));
        }
        catch (FormatException)
        {
            throw new CliException(ExitCode.Failed, "not-base64", ("path", path));
        }
    }
}
