using System.Text.Json;
using Pando.Model.Errors;
using Pando.Model.Jobs;
using Pando.Storage.Images.Store;

namespace Pando.Storage.Images.Building;

/// <summary>Builds a bootable image from Debian's packages.</summary>
internal sealed class ImageBuildJob(ImageWorkshop shop) : JobKind
{
    public const string KindName = "image.build";

    public override string Name => KindName;

    public override IReadOnlyList<JobStep> Plan(ReadOnlyMemory<byte> input)
    {
        var build = JsonSerializer.Deserialize(input.Span, StorageJson.Default.ImageBuildInput)!;
        var recipe = RecipeFor(build.Recipe);
        return
        [
            new MakeWorkFolder(shop),
            new InstallPackages(shop, recipe),
            new SetUpTree(shop, recipe),
            new MakeDisk(shop, build),
            new StoreBuilt(shop, build),
            new RemoveWorkFolder(shop),
            new RegisterImage(shop, build.Name, recipe.Title, "build:" + recipe.Name, recipe.OsVariant),
        ];
    }

    /// <exception cref="CallerException"><c>image.unknown-recipe</c>.</exception>
    public static DebianRecipe RecipeFor(string name) => DebianRecipe.All.FirstOrDefault(recipe => string.Equals(recipe.Name, name, StringComparison.Ordinal))
        ?? throw new CallerException(ErrorCodes.Image.UnknownRecipe,
            ("name", name), ("known", string.Join(", ", DebianRecipe.All.Select(static recipe => recipe.Name))));
}
