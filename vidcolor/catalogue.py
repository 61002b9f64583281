"""The published models that can be fetched: where they lie, their sums, terms and cards.

Sums: the publishers of ECCV16 and SIGGRAPH17 write the first eight digits into the file's name, the
publisher's host tells the whole ones of DDColor's files at the pinned revisions. Both were gathered
from independent projects that quote them; where nobody tells one, there is none here, and the file
is known by its keys and shapes alone.
"""

from __future__ import annotations

from dataclasses import dataclass

_BSD_2 = """\
Copyright (c) 2016, Richard Zhang, Phillip Isola, Alexei A. Efros. All rights reserved.

Redistribution and use in source and binary forms, with or without modification, are permitted \
provided that the following conditions are met:

- Redistributions of source code must retain the above copyright notice, this list of conditions \
and the following disclaimer.
- Redistributions in binary form must reproduce the above copyright notice, this list of \
conditions and the following disclaimer in the documentation and/or other materials provided with \
the distribution.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR \
IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND \
FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR \
CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL \
DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, \
DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER \
IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT \
OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE."""

_APACHE_2 = """\
Licensed under the Apache License, Version 2.0; you may obtain a copy of the License at \
https://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software distributed under the License \
is distributed on an "AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express \
or implied. See the License for the specific language governing permissions and limitations under \
the License.

The weights were trained on photographs of ImageNet, whose own terms allow research and teaching \
only; whether they bind those who use the weights is for you to judge."""

_ZHANG_LICENSE = "https://github.com/richzhang/colorization/blob/master/LICENSE"
_DDCOLOR_LICENSE = "https://github.com/piddnad/DDColor/blob/master/LICENSE"
_ECCV16_PAPER = "R. Zhang, P. Isola, A. A. Efros: Colorful Image Colorization. ECCV 2016."
_SIGGRAPH17_PAPER = (
    "R. Zhang, J.-Y. Zhu, P. Isola, X. Geng, A. S. Lin, T. Yu, A. A. Efros: Real-Time User-Guided "
    "Image Colorization with Learned Deep Priors. ACM Transactions on Graphics 36(4), 2017."
)
_DDCOLOR_PAPER = (
    "X. Kang, T. Yang, W. Ouyang, P. Ren, L. Li, X. Xie: DDColor: Towards Photo-Realistic Image "
    "Colorization via Dual Decoders. ICCV 2023."
)


@dataclass(frozen=True, slots=True)
class Offer:
    """One model that can be fetched."""

    name: str
    architecture: str  # a name of `vidcolor.networks.ARCHITECTURES`
    address: str
    bytes: int  # of the file; 0 where nobody tells
    sha256: str  # of the file, in hexadecimal; empty where nobody tells
    license: str
    license_address: str
    license_text: str  # Markdown
    citation: str
    about: str  # Markdown: what it is, what it takes, what it is like here

    @property
    def card(self) -> str:
        """What a person wants to know before fetching it, in Markdown."""
        size = f"{self.bytes / 1e6:.0f} MB" if self.bytes else "size not told"
        known = (
            f"SHA-256 `{self.sha256}`"
            if self.sha256
            else "no SHA-256 of it is known to us: the file is accepted by its keys alone"
        )
        return (
            f"# {self.name}\n\n{self.about}\n\n- **Paper**: {self.citation}\n"
            f"- **From**: {self.address} ({size}, {known})\n"
            f"- **Licence**: {self.license}, {self.license_address}\n"
        )


_DDCOLOR_HERE = (
    "It takes neither hints nor a palette and answers no distribution, so boldness (temperature) "
    "has no say. Published work is done on squares of 512 px; here the picture keeps its shape, "
    "and `--work-size 512` comes nearest. On a processor that is slow; a graphics card is advised."
)


def _ddcolor(name: str, repository: str, revision: str, sha256: str, about: str) -> Offer:
    tiny = name == "ddcolor-tiny"
    # Sums are known of one revision each; a later one would be refused, so that one is asked for.
    return Offer(
        name=name,
        architecture="ddcolor-tiny" if tiny else "ddcolor-large",
        address=(
            f"https://huggingface.co/piddnad/{repository}/resolve/{revision}/pytorch_model.bin"
        ),
        bytes=220_372_845 if tiny else 911_914_869 if sha256 else 0,
        sha256=sha256,
        license="Apache-2.0",
        license_address=_DDCOLOR_LICENSE,
        license_text=_APACHE_2,
        citation=_DDCOLOR_PAPER,
        about=f"{about} {_DDCOLOR_HERE}",
    )


CATALOGUE = {
    offer.name: offer
    for offer in (
        Offer(
            name="eccv16",
            architecture="eccv16",
            address="https://colorizers.s3.us-east-2.amazonaws.com/"
            "colorization_release_v2-9b330a0b.pth",
            bytes=128_976_165,
            sha256="9b330a0bae53f4ded77b1e23defbf78beaa09c10ebc4c4999e8e4f4a160b93f9",
            license="BSD-2-Clause",
            license_address=_ZHANG_LICENSE,
            license_text=_BSD_2,
            citation=_ECCV16_PAPER,
            about="The network that made colouring by classification known: a distribution over "
            "313 colours for each place, at a quarter of the picture. 32 million parameters, "
            "trained on ImageNet. It takes neither hints nor a palette; boldness (temperature) "
            "acts on its distribution. Published work is done at 256 px (`--work-size 256`).",
        ),
        Offer(
            name="siggraph17",
            architecture="siggraph17",
            address="https://colorizers.s3.us-east-2.amazonaws.com/siggraph17-df00044c.pth",
            bytes=136_787_426,
            sha256="df00044c0a4d7c3edcecf6f75437ce346a66e7a42612d9b968e1a7e17dbc6f66",
            license="BSD-2-Clause",
            license_address=_ZHANG_LICENSE,
            license_text=_BSD_2,
            citation=_SIGGRAPH17_PAPER,
            about="Colours that a person gave at single points spread over the picture; without "
            "them it colours by itself. 34 million parameters, trained on ImageNet. It takes "
            "hints, no palette, and answers no distribution, so boldness (temperature) has no say. "
            "Published work is done at 256 px (`--work-size 256`).",
        ),
        _ddcolor(
            "ddcolor-tiny",
            "ddcolor_paper_tiny",
            "cf9fd99c1d7472689ec7413441c1b799a51866a3",
            "8a1277bc90a1bfbb6d2d83933a9a6bc821931879ca93e26e4fcec12165d41fce",
            "DDColor-T, the small one: 55 million parameters, trained on ImageNet.",
        ),
        _ddcolor(
            "ddcolor-modelscope",
            "ddcolor_modelscope",
            "060f67494e31883a4b13cb27f889f3154847ada4",
            "d81711971ec59200da26d5e8a1afae8dd3778d495ea8ad7a7dadc769f403f7e7",
            "DDColor-L, which its authors recommend: 228 million parameters, trained on a cleaned "
            "ImageNet.",
        ),
        _ddcolor(
            "ddcolor-artistic",
            "ddcolor_artistic",
            "aa10f72fffc89a6658e37b48556050b4d9a26f63",
            "5a076e84efce59848394f572a105f7b78f7f6e917f615d1ee88537241b96dca3",
            "DDColor-L trained on ImageNet and pictures that are not told, without the loss that "
            "asks for strong colours: fewer blots, paler. 228 million parameters.",
        ),
        _ddcolor(
            "ddcolor-paper",
            "ddcolor_paper",
            "main",
            "",
            "DDColor-L as the paper measures it: 228 million parameters, trained on ImageNet.",
        ),
    )
}
