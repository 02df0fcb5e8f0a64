using Pando.Model.Domains.Devices;
using Pando.Qemu.HotPlug;

namespace Pando.Qemu.Tests.HotPlug;

public sealed class ImagePlaceTests
{
    [Theory]
    [InlineData("vda", "vda", 0, "vda-0-file")]
    [InlineData("vda[1]", "vda", 1, "vda-1-file")]
    [InlineData("/images/a[b].img", "/images/a[b].img", 0, "/images/a[b].img-0-file")]
    public void A_word_names_an_image_and_its_node(string word, string target, int depth, string node)
    {
        var place = ImagePlace.Of(word);

        Assert.Equal(new ImagePlace(target, depth), place);
        Assert.Equal(word, place.ToString());
        Assert.Equal(node, place.StorageNode(new DiskDevice { TargetName = target }));
        Assert.Equal(place, ImagePlace.OfStorageNode(node));
    }

    [Theory]
    [InlineData("vda-0")]
    [InlineData("pflash0-file")]
    public void Another_node_is_no_image(string node) => Assert.Null(ImagePlace.OfStorageNode(node));
}
