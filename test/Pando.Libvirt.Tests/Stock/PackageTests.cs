using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Pando.Libvirt.Tests.Stock;

/// <summary>The package as its users have it: restored from a folder, with nothing of this repository beside it.</summary>
[Trait("Speed", "Slow")]
[Collection(LibvirtdCollection.Name)]
public sealed partial class PackageTests(Libvirtd libvirtd) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private static readonly string Project = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../src/1-wire/Pando.Libvirt"));

    private readonly string _folder = Directory.CreateTempSubdirectory("pando-package-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_example_of_its_readme_runs_against_a_libvirtd()
    {
        var socket = libvirtd.Socket;
        await DotnetAsync("pack", Project, "-c", "Release", "-o", _folder, "-v", "q", "-nologo", "-p:RunAnalyzers=false", "--artifacts-path", Path.Combine(_folder, "artifacts"));
        var package = Assert.Single(Directory.GetFiles(_folder, "*.nupkg"));
        await using (var zip = await ZipFile.OpenReadAsync(package, TestContext.Current.CancellationToken))
        {
            Assert.Contains(zip.Entries, entry => entry.FullName == "README.md");
            Assert.Contains(zip.Entries, entry => entry.FullName == "lib/net10.0/Pando.Libvirt.xml");
            Assert.Equal("lib/net10.0/Pando.Libvirt.dll", Assert.Single(zip.Entries, entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal)).FullName);
            using var nuspec = new StreamReader(await zip.Entries.Single(entry => entry.Name.EndsWith(".nuspec", StringComparison.Ordinal)).OpenAsync());
            Assert.DoesNotContain("<dependency ", await nuspec.ReadToEndAsync());
        }

        var program = Directory.CreateDirectory(Path.Combine(_folder, "program")).FullName;
        var version = VersionOf().Match(Path.GetFileName(package)).Groups["version"].Value;
        await WriteAsync(program, "Program.cs", Example().Match(await File.ReadAllTextAsync(Path.Combine(Project, "README.md"))).Groups["code"].Value);
        await WriteAsync(program, "program.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseAppHost>false</UseAppHost>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Pando.Libvirt" Version="{version}" />
              </ItemGroup>
            </Project>
            """);
        // From the folder alone, into a folder that nobody else has it from.
        await WriteAsync(program, "nuget.config", $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{_folder}/packages" /></config>
              <packageSources><clear /><add key="packed" value="{_folder}" /></packageSources>
            </configuration>
            """);
        await DotnetAsync("build", program, "-v", "q", "-nologo");
        var said = await DotnetAsync(Path.Combine(program, "bin/Debug/net10.0/program.dll"), socket);
        Assert.Contains("1 test 6695eb01-f6a4-8304-79aa-97f2502e193f", said);
        Assert.Contains("test: Stopped", said);
        Assert.Contains("NoDomain: ", said);
    }

    private static Task WriteAsync(string folder, string name, string text) => File.WriteAllTextAsync(Path.Combine(folder, name), text, TestContext.Current.CancellationToken);

    private static async Task<string> DotnetAsync(params string[] arguments)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}: {await output}{await errors}");
            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex("```csharp\n(?<code>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Example();

    [GeneratedRegex(@"^Pando\.Libvirt\.(?<version>.+)\.nupkg$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex VersionOf();
}
